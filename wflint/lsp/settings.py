"""What the client sets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, fields
from typing import Any, Final, NamedTuple, cast

from wflint.fixes import FixPolicy
from wflint.record import record

SECTION: Final = "wflint"
"""The section of the client's configuration."""


@record
class ClientSettings:
    """The settings; in the client they are written in camel case, `stepHints`.

    Attributes:
        options: Options as in `wflint.toml`, which win over every file.
        configuration_file: A configuration file to use for all files, instead of looking for the nearest.
        open_files_only: Whether to show findings of open files only.
        step_hints: Whether to show a step's number beside it.
        run_hints: Whether to show how often replayed code runs.
        code_lenses: Whether to show a line above each handler.
        step_hover: Whether to explain handlers and steps under the pointer.
        symbols: Whether to list handlers and their steps in the outline.
        unsafe_fixes: Whether to offer fixes that may change what a handler does.
        safe_only: Whether "fix all of a rule" applies safe fixes only; "fix all" never applies others.
        asks_for_reasons: Whether the client itself asks why something is to be ignored.
        shows_workflows: Whether the client itself shows the text that a command returns.
    """

    options: Mapping[str, object] = field(default_factory=dict[str, object])
    configuration_file: str = ""
    open_files_only: bool = False
    step_hints: bool = True
    run_hints: bool = True
    code_lenses: bool = True
    step_hover: bool = True
    symbols: bool = True
    unsafe_fixes: bool = True
    safe_only: bool = False
    asks_for_reasons: bool = False
    shows_workflows: bool = False

    @property
    def policy(self) -> FixPolicy:
        """Return which fixes of a rule are applied at once."""
        return FixPolicy.of(safe_only=self.safe_only)


class Read(NamedTuple):
    """Settings, and what is wrong with those that have been left at their defaults."""

    settings: ClientSettings
    complaints: tuple[str, ...] = ()


def read_settings(given: object) -> Read:
    """Read what a client sends, be it the section or an object around it; what it leaves out has its default."""
    if isinstance(given, dict) and SECTION in given:
        return read_settings(cast("dict[str, object]", given)[SECTION])
    if given is None:
        return Read(ClientSettings())
    if not isinstance(given, dict):
        return Read(ClientSettings(), (f"the settings of `{SECTION}` must be an object",))
    given_values = cast("dict[str, object]", given)
    defaults = ClientSettings()
    known = {written_name(each.name): each.name for each in fields(ClientSettings)}
    values: dict[str, Any] = {}
    complaints: list[str] = []
    # An earlier name comes last: clients send defaults under the new one as well.
    for written, value in sorted(given_values.items(), key=lambda item: item[0] in _EARLIER):
        key = _EARLIER.get(written, written)
        default: object = getattr(defaults, known[key]) if key in known else None
        if default is None:
            complaints.append(f"there is no setting `{SECTION}.{written}`; known are {', '.join(known)}")
        elif isinstance(value, type(default)):
            name = known[key]
            values[name] = value or values.get(name, value) if written in _EARLIER else value
        elif value is not None:
            complaints.append(f"the setting `{SECTION}.{written}` must be of type {_TYPES[type(default)]}")
    return Read(ClientSettings(**values), tuple(complaints))


_EARLIER: Final = {"keepInFlight": "safeOnly"}
"""Names that settings had before, by which they are still known."""

_TYPES: Final[dict[type, str]] = {bool: "boolean", str: "string", dict: "object"}


def written_name(name: str) -> str:
    """Return the name of a setting as it is written in the client."""
    first, *others = name.split("_")
    return first + "".join(map(str.capitalize, others))
