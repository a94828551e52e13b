"""Help that shows the options of a command by what they are for."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import click

from wflint.cli.colored_help import write_sections

if TYPE_CHECKING:
    from collections.abc import Mapping

# By the names of the parameters; what stands in none comes last.
_SECTIONS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "Rules": ("select", "extend_select", "ignore", "preview", "min_level", "fail_level", "exit_zero"),
        "Files": ("exclude", "force_exclude", "stdin_filename", "show_files", "watch"),
        "Known findings": ("baseline", "baseline_strict", "diff_base", "add_ignores", "reason"),
        "Fixes": (
            "fix",
            "safe_only",
            "unsafe",
            "fixable",
            "unfixable",
            "interactive",
            "diff",
            "exit_non_zero_on_fix",
        ),
        "Output": (
            "output_format",
            "output_file",
            "statistics",
            "show_suppressed",
            "quiet",
            "silent",
            "verbose",
            "color",
        ),
        "Speed": ("jobs", "no_cache", "cache_dir", "shard", "executor"),
        "Configuration": ("config", "isolated", "show_settings"),
    }
)


class SectionedCommand(click.Command):
    """A command whose help has a section for each kind of options."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the sections that have options, then all other options."""
        write_sections(formatter, self.sections(ctx))

    def sections(self, ctx: click.Context) -> list[tuple[str, list[tuple[str, str]]]]:
        """Return the sections that have options: a title, and each option as it is written with its help."""
        options = (each for each in self.get_params(ctx) if isinstance(each, click.Option))
        left = {option.name: option for option in options if not option.hidden}
        found = [
            (title, [left.pop(name) for name in names if name in left]) for title, names in _SECTIONS.items()
        ]
        shown = [
            (title, _records(each, ctx)) for title, each in (*found, ("Other options", [*left.values()]))
        ]
        return [(title, records) for title, records in shown if records]


def _records(options: list[click.Option], ctx: click.Context) -> list[tuple[str, str]]:
    return [record for each in options if (record := each.get_help_record(ctx)) is not None]
