"""What a rule reports for each engine: one short fixture an engine, in which it is as bad as it gets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from textwrap import indent
from typing import TYPE_CHECKING, Final

from tools.docs.boxes import box
from tools.docs.rule_links import engines_of
from wflint.languages import language_of

if TYPE_CHECKING:
    from wflint.checking.report import Report
    from wflint.findings import Finding, Level
    from wflint.rules import RegisteredRule

_MARKER: Final = re.compile(r"[ \t]*(?:#|//)\s*expect:[^\n]*")
_MOST_LINES: Final = 40


@dataclass(frozen=True, slots=True)
class EngineExample:
    """A file for one engine, and what a rule reports of it.

    Attributes:
        language: The language of its code block.
        code: The file, without the marks of tests.
        boxes: What is reported, as Markdown.
        level: The worst level among that.
    """

    language: str
    code: str
    boxes: tuple[str, ...]
    level: Level


def engine_examples(
    rule: RegisteredRule, folder: Path, reports: Iterable[Report]
) -> dict[str, EngineExample]:
    """The shortest of a rule's fixtures with its worst level for each engine, by the engine's id.

    Args:
        rule: The rule.
        folder: The folder of its fixtures; those that are projects of several files are left out.
        reports: What is found in them, with their paths as they are.
    """
    found: dict[str, list[EngineExample]] = {}
    for report in reports:
        by_file: dict[tuple[str, str], list[Finding]] = {}
        for each in report.findings:
            if each.name == rule.name and each.engine is not None:
                by_file.setdefault((each.engine, each.span.path), []).append(each)
        for (engine, path), findings in by_file.items():
            if Path(path).parent == folder:
                boxes = dict.fromkeys(box(each, report.fix_of(each)) for each in findings)
                code = _MARKER.sub("", Path(path).read_text(encoding="utf-8"))
                language = language_of(Path(path)).name.lower()
                level = max(each.level for each in findings)
                example = EngineExample(language, code, tuple(boxes), level)
                if code.count("\n") <= _MOST_LINES:
                    found.setdefault(engine, []).append(example)
    return {engine: min(several, key=_rank) for engine, several in found.items()}


def _rank(example: EngineExample) -> tuple[int, int, int]:
    return -example.level.rank, example.code.count("\n"), len(example.code)


def engine_tabs(rule: RegisteredRule, examples: Mapping[str, EngineExample]) -> Sequence[str]:
    """A tab for each engine that shows an example; nothing where there is one at most."""
    shown = [
        (page.profile.engine, examples[page.profile.id])
        for page in engines_of(rule)
        if page.profile.id in examples
    ]
    if len(shown) < 2:
        return ()
    tabs = (
        f'=== "{engine.title}"\n\n' + indent("\n\n".join([_block(each), *each.boxes]), "    ")
        for engine, each in shown
    )
    return ("The same mistake with each engine:", *tabs)


def _block(example: EngineExample) -> str:
    return f"```{example.language}\n{example.code.rstrip()}\n```"
