"""The settings of a run: every value with where it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from wflint.config.settings import all_options
from wflint.tables.toml import write_key, write_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from wflint.config.layers import Configuration
    from wflint.pipeline.plan import SubProject


def settings_text(projects: Iterable[SubProject], cwd: Path) -> str:
    """Return the settings of each sub-project as TOML, with the origins as comments."""
    return "\n\n".join(_section(part.configuration, cwd) for part in projects)


def _section(configuration: Configuration, cwd: Path) -> str:
    file = configuration.file
    shown = file.relative_to(cwd) if file and file.is_relative_to(cwd) else file
    title = f"# {shown.as_posix()}" if shown else "# no configuration file"
    lines = list(_lines(configuration))
    width = max(len(line) for line, _ in lines)
    return "\n".join([title, *(f"{line:<{width}}  # {place}" for line, place in lines)])


def _lines(configuration: Configuration) -> Iterator[tuple[str, str]]:
    for option in all_options():
        value: object = getattr(configuration.settings, option.name)
        if option.is_table and value:
            for entry, inner in cast("Mapping[str, object]", value).items():
                place = configuration.place(option.key, entry)
                yield f"{option.key}.{write_key(entry)} = {write_value(inner)}", place
        else:
            yield f"{option.key} = {write_value(value)}", configuration.place(option.key)
