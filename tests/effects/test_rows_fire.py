"""Every row of the catalogue fires for a call as users write it, by each way that leads to the object that is called."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from effect_codes import TOLD_AS
from interpreted import HEAD, handled
from sampling import sampled
from written_calls import SPECIAL, Writer, imports_of, spelled

from wflint import Options, check
from wflint.effects import EffectKind, Row, load_catalogue
from wflint.trace.events import EffectCall, SummarizedEffect
from wflint.trace.walk import walk

if TYPE_CHECKING:
    from collections.abc import Callable

    from wflint.model.handler import Handler

WRITER = Writer(load_catalogue("python"))
ORIGINS = WRITER.origins()
_AT_ONCE = 50
"""How many calls one handler holds."""

# What no call of this kind fires, and why.
_READ_WITH_THE_OWNER = "os.environ."  # reading `os.environ` is the effect already
_STARTED_TOGETHER = {
    "asyncio.as_completed",
    "multiprocessing.pool.Pool.imap_unordered",
}  # needs something to start
_KNOWN_BETTER = {"builtins.set.pop", "asyncio.Task.cancel"}  # the analysis itself knows sets and tasks
_EITHER_WAY = {
    "django.db.models.QuerySet.__aiter__",
    "django.db.models.QuerySet.__getitem__",
}  # `__iter__` stands for it


def _is_left_out(row: Row) -> bool:
    return (
        row.name.startswith(_READ_WITH_THE_OWNER)
        or row.name in _STARTED_TOGETHER | _KNOWN_BETTER | _EITHER_WAY
    )


def _is_one_source(type_: str) -> bool:
    """Whether an object is itself what varies, so that its methods only hand that on: a generator without a seed."""
    row = WRITER.catalogue.lookup(type_)
    return row is not None and row.effect is EffectKind.RANDOM


# --- ways to write a call: code at module level, and lines in the handler; `None` where a row cannot be reached so ---


def by_its_path(row: Row, number: int) -> tuple[str, str] | None:
    if row.name.rpartition(".")[2] in SPECIAL:
        return None
    return "", WRITER.statement(row)


def by_an_imported_name(row: Row, number: int) -> tuple[str, str] | None:
    if row.name.rpartition(".")[2] in SPECIAL or row.name.startswith("builtins."):
        return None
    home, _, name = (WRITER.owner(row) or row.name.removesuffix(".*")).rpartition(".")
    if not home:
        return None
    called = WRITER.statement(row).replace(f"{home}.{name}", f"name{number}", 1)
    return f"from {home} import {name} as name{number}\n", called


def made_where_it_is_used(row: Row, number: int) -> tuple[str, str] | None:
    made = _made(row)
    return ("", WRITER.statement(row, made)) if made else None


def made_in_the_handler(row: Row, number: int) -> tuple[str, str] | None:
    made = _made(row)
    return ("", f"client{number} = {made}\n    {WRITER.statement(row, f'client{number}')}") if made else None


def made_in_the_module(row: Row, number: int) -> tuple[str, str] | None:
    made = _made(row)
    if made is None or "await" in made:
        return None
    return f"client{number} = {made}\n", WRITER.statement(row, f"client{number}")


def entered(row: Row, number: int) -> tuple[str, str] | None:
    owner = WRITER.owner(row)
    head = WRITER.entered(owner) if owner and not _is_one_source(owner) else None
    return ("", f"{head}\n        {WRITER.statement(row, 'entered')}") if head else None


def injected(row: Row, number: int) -> tuple[str, str] | None:
    owner = WRITER.owner(row)
    if owner is None:
        return None
    head = f"async def use{number}(client: {spelled(owner)}):\n    {WRITER.statement(row, 'client')}\n"
    return head, f"await use{number}(vendor.given())"


def injected_or_none(row: Row, number: int) -> tuple[str, str] | None:
    owner = WRITER.owner(row)
    if owner is None:
        return None
    head = f"async def maybe{number}(client: '{spelled(owner)} | None' = None):\n    {WRITER.statement(row, 'client')}\n"
    return head, f"await maybe{number}(vendor.given())"


def held_by_an_object(row: Row, number: int) -> tuple[str, str] | None:
    owner = WRITER.owner(row)
    if owner is None:
        return None
    head = (
        f"class Holder{number}:\n"
        f"    def __init__(self, client: {spelled(owner)}) -> None:\n        self.client = client\n"
        f"    async def use(self) -> None:\n        {WRITER.statement(row, 'self.client')}\n"
        f"holder{number} = Holder{number}(vendor.given())\n"
    )
    return head, f"await holder{number}.use()"


def promised_by_a_field(row: Row, number: int) -> tuple[str, str] | None:
    owner = WRITER.owner(row)
    if owner is None:
        return None
    head = f"@dataclass\nclass Given{number}:\n    client: {spelled(owner)}\n"
    return (
        head,
        f"given{number} = Given{number}(vendor.given())\n    {WRITER.statement(row, f'given{number}.client')}",
    )


def derived(row: Row, number: int) -> tuple[str, str] | None:
    owner = WRITER.owner(row)
    if owner is None or _is_one_source(owner):
        return None
    return f"class Own{number}({spelled(owner)}):\n    pass\n", WRITER.statement(row, f"Own{number}()")


def awaited_later(row: Row, number: int) -> tuple[str, str] | None:
    made = _made(row)
    call = WRITER.statement(row, made)
    if not (row.awaitable and call.startswith("await ") and (made or WRITER.owner(row) is None)):
        return None
    return "", f"later{number} = {call.removeprefix('await ')}\n    await later{number}"


def _made(row: Row) -> str | None:
    owner = WRITER.owner(row)
    return WRITER.made(owner) if owner is not None and not _is_one_source(owner) else None


OF_EVERY_ROW: list[Callable[[Row, int], tuple[str, str] | None]] = [
    by_its_path,
    injected,
    made_in_the_handler,
    awaited_later,
]
OF_EVERY_OWNER: list[Callable[[Row, int], tuple[str, str] | None]] = [
    by_an_imported_name,
    made_where_it_is_used,
    made_in_the_module,
    entered,
    injected_or_none,
    held_by_an_object,
    promised_by_a_field,
    derived,
]
"""Ways that differ in how the object is reached, and so are tried with two members of each."""


def _module(written: list[tuple[str, str]]) -> str:
    """A module with one handler that makes some calls."""
    before = "".join(each[0] for each in written)
    body = "".join(f"    {each[1]}\n" for each in written)
    return (
        f"{imports_of(before + body)}{before}\n"
        '@serve.post("/called")\nasync def called(context: AsyncWorkflowContext[dict]) -> None:\n'
        f'{body}    await context.run("last", vendor.work)\n'
    )


def _fired(handler: Handler) -> set[str]:
    """The names of the rows that a handler's code has fired."""
    calls = (
        event if isinstance(event, EffectCall) else event.effect
        for event in walk(handler.events)
        if isinstance(event, (EffectCall, SummarizedEffect))
    )
    return {call.row.name for call in calls}


def _silent(rows: list[Row], way: Callable[[Row, int], tuple[str, str] | None]) -> list[str]:
    """The rows that do not fire when they are called in one way."""
    found: list[str] = []
    calls = [(row, call) for number, row in enumerate(rows) if (call := way(row, number)) is not None]
    for start in range(0, len(calls), _AT_ONCE):
        part = calls[start : start + _AT_ONCE]
        fired = _fired(handled(_module([call for _, call in part])))
        found.extend(f"{row.name}, {way.__name__}" for row, _ in part if row.name not in fired)
    return found


def _two_of_each_owner(rows: list[Row]) -> list[Row]:
    members: dict[str | None, list[Row]] = {}
    for row in rows:
        members.setdefault(WRITER.owner(row), []).append(row)
    return [row for each in members.values() for row in each[:2]]


@pytest.mark.parametrize("origin", sampled(ORIGINS, 5))
def test_every_row_fires_however_its_owner_is_reached(origin: str) -> None:
    rows = [row for row in WRITER.firing_rows(origin) if not _is_left_out(row)]

    silent = [name for way in OF_EVERY_ROW for name in _silent(rows, way)]
    silent += [name for way in OF_EVERY_OWNER for name in _silent(_two_of_each_owner(rows), way)]

    assert silent == []


def test_what_fires_is_told_at_the_call(tmp_path: Path) -> None:
    expected: dict[tuple[str, int], tuple[str, str]] = {}
    for number, origin in enumerate(ORIGINS):
        path = tmp_path / f"calls{number}.py"
        calls: list[tuple[str, str]] = []
        for row in WRITER.firing_rows(origin):
            call = made_where_it_is_used(row, 0) or by_its_path(row, 0)
            if call is not None and row.effect in TOLD_AS and not _is_left_out(row):
                expected[path.name, len(calls)] = (row.name, TOLD_AS[row.effect])
                calls.append(call)
        path.write_text(HEAD + _module(calls), encoding="utf-8")

    told: set[tuple[str, int, str]] = set()
    report = check(tmp_path, Options({"min-level": "info"}, isolated=True))
    for finding in report.findings:
        text = report.sources[finding.span.path].text[: finding.span.start]
        line = text.count("\n") - text[: text.rindex("async def called(")].count("\n") - 1
        told.add((Path(finding.span.path).name, line, finding.code))
    assert [row for place, row in expected.items() if (*place, row[1]) not in told] == []
