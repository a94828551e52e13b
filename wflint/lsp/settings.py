"""What the client sets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Final, NamedTuple, cast

SECTION: Final = "wflint"
"""The section of the client's configuration."""


@dataclass(frozen=True, slots=True)
class ClientSettings:
    """The settings; in the client they are written in camel case, `stepHints`.

    Attributes:
        options: Options as in `wflint.toml`, which win over every file.
        configuration_file: A configuration file to use for all files, instead of looking for the nearest.
        open_files_only: Whether to show findings of open files only.
        step_hints: Whether to show a step's number beside it.
        run_hints: Whether to show how often replayed code runs.
        code_lenses: Whether to show a line above each handler.
        step_hover: Whether to explain steps under the pointer.
        symbols: Whether to list handlers and their steps in the outline.
        unsafe_fixes: Whether to offer fixes that may change what a handler does.
        keep_in_flight: Whether "fix all" leaves out what lets runs in flight fail.
        asks_for_reasons: Whether the client itself asks why something is to be ignored.
        shows_workflows: Whether the client itself shows the text that "show workflow" returns.
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
    keep_in_flight: bool = False
    asks_for_reasons: bool = False
    shows_workflows: bool = False


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
    defaults = ClientSettings()
    known = {_camel(each.name): each.name for each in fields(ClientSettings)}
    values: dict[str, Any] = {}
    complaints: list[str] = []
    for key, value in cast("dict[str, object]", given).items():
        default: object = getattr(defaults, known[key]) if key in known else None
        if default is None:
            complaints.append(f"there is no setting `{SECTION}.{key}`; known are {', '.join(known)}")
        elif isinstance(value, type(default)):
            values[known[key]] = value
        elif value is not None:
            complaints.append(f"the setting `{SECTION}.{key}` must be of type {_TYPES[type(default)]}")
    return Read(ClientSettings(**values), tuple(complaints))


_TYPES: Final[dict[type, str]] = {bool: "boolean", str: "string", dict: "object"}


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(map(str.capitalize, others))
