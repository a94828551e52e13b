"""What makes a valid moment of an invalid one."""

from __future__ import annotations

from datetime import datetime

from wflint.rules.api import Actual, FixDraft, Handler, Instance, Site, TimestampFormat, keeps, taint_sources
from wflint.rules.invalid_timestamp.datetimes import in_milliseconds

_LOCAL_CLOCKS = frozenset({"datetime.datetime.now", "datetime.datetime.today"})


def repaired(handler: Handler, site: Site, moment: Actual, rules: TimestampFormat) -> FixDraft | None:
    """Name the zone, or count in seconds."""
    if moment.node is None:
        return None
    template = _template(handler, moment, rules)
    if template is not None:
        return keeps("pass a time in UTC", lambda rewrite: rewrite.apply(site, template))
    known = moment.value.constant if "str" in rules.types else None
    if known is not None and isinstance(known.value, str) and (text := _with_offset(known.value)):
        return keeps("write the offset", lambda rewrite: rewrite.replace_text(site, text))
    return None


def _template(handler: Handler, moment: Actual, rules: TimestampFormat) -> str | None:
    """Return a template that makes a valid moment of an expression; `None` where nothing certainly does."""
    known = moment.value.constant if "int" in rules.types else None
    is_late = known is not None and isinstance(known.value, (int, float)) and known.value > rules.latest
    if is_late or in_milliseconds(handler, moment, rules):
        return "{} / 1000"
    ref = moment.value.only
    if isinstance(ref, Instance) and ref.type == "datetime.date":
        return "<datetime.datetime>.combine({}, <datetime.datetime>.min.time(), <datetime.timezone>.utc)"
    if isinstance(ref, Instance) and ref.naive:
        # What a clock shows is the server's time; anything else was meant to be the same moment everywhere.
        is_local = any(source.name in _LOCAL_CLOCKS for source in taint_sources(moment.value.taint))
        to_utc = (
            "astimezone(<datetime.timezone>.utc)" if is_local else "replace(tzinfo=<datetime.timezone>.utc)"
        )
        return f"{{}}.{to_utc}"
    return None


def _with_offset(text: str) -> str | None:
    """Return the same ISO text with an offset; `None` where it is none."""
    plain = text[:-1] if text[-1:] in "Zz" else text
    try:
        parsed = datetime.fromisoformat(plain)
    except ValueError:
        return None
    if len(plain) <= len("2030-01-01"):
        plain += "T00:00:00"
    return f"{plain}+00:00" if parsed.tzinfo is None else None
