"""Fixtures: handler files whose comments say what wflint finds in them, and what it does find.

A line with `# expect: WF101 error, WF403`, or `// expect: ...` in TypeScript, has one finding of each of the rules, the
first of them an error; a line without a marker has none above info.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from wflint.checking.options import CheckOptions
from wflint.checking.run import check_files
from wflint.files.discovery import discover
from wflint.findings import Level
from wflint.languages import SUFFIXES
from wflint.model.handler import Deployment
from wflint.rules import all_rules
from wflint.workspace.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from wflint.checking.report import Report

FIXTURES = Path(__file__).parent.parent / "fixtures"


_MARKER = re.compile(r"(?:#|//)\s*expect:(?P<findings>[^#/]*)")
_FINDING = re.compile(r"(?P<code>WF\d{3})(?:\s+(?P<level>error|warning|info))?")


@dataclass(frozen=True, slots=True, order=True)
class Told:
    """A finding as a marker tells it; the level is empty where the marker leaves it open."""

    path: str
    line: int
    code: str
    level: str = ""


@dataclass(frozen=True, slots=True)
class Fixture:
    """A file, or a folder of files that are one project, in the folder of the rule that it is about."""

    rule: str
    path: Path
    suffixes: Collection[str] = SUFFIXES

    @property
    def id(self) -> str:
        """The rule's name and the file's, `clock-outside-step/used_once.py`."""
        return f"{self.rule}/{self.path.name}"

    @property
    def is_project(self) -> bool:
        """Whether it is a folder."""
        return self.path.is_dir()

    def sources(self) -> dict[str, str]:
        """The text of its files, by path below the rule's folder."""
        folder = self.path.parent
        return {
            path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
            for path in _files(self.path, self.suffixes)
        }


def all_fixtures() -> list[Fixture]:
    """The fixtures of all rules, in order."""
    folders = (FIXTURES / rule.name for rule in all_rules())
    return [fixture for folder in folders if folder.is_dir() for fixture in fixtures_in(folder)]


def fixtures_in(folder: Path, suffixes: Collection[str] = SUFFIXES) -> Iterator[Fixture]:
    """The fixtures in the folder of a rule, of the languages that wflint reads or of other suffixes."""
    for path in sorted(folder.iterdir()):
        if _files(path, suffixes):
            yield Fixture(folder.name, path, suffixes)


def _files(path: Path, suffixes: Collection[str]) -> list[Path]:
    paths = sorted(path.rglob("*")) if path.is_dir() else [path]
    return [each for each in paths if each.suffix in suffixes]


def told_by(sources: Mapping[str, str]) -> list[Told]:
    """What the markers in some files tell.

    Raises:
        ValueError: A marker is not well formed.
    """
    return sorted(told for path, text in sources.items() for told in _markers(path, text))


def _markers(path: str, text: str) -> Iterator[Told]:
    for line, content in enumerate(re.split(r"\r\n|\r|\n", text), 1):
        marker = _MARKER.search(content)
        if marker is None:
            continue
        for part in marker["findings"].split(","):
            finding = _FINDING.fullmatch(part.strip())
            if finding is None:
                raise ValueError(f"{path}:{line}: no expectation: {part.strip()!r}")
            yield Told(path, line, finding["code"], finding["level"] or "")


def check_all(path: Path, buffers: Mapping[Path, bytes] | None = None) -> Report:
    """Check a file or folder with all rules, for the oldest Python that wflint knows of.

    Buffers hold contents that stand for those on disk, by absolute path.
    """
    files = discover([path], respect_gitignore=False, suffixes=SUFFIXES, cwd=path.parent)
    rules = frozenset(rule.name for rule in all_rules())
    return check_files(
        files,
        CheckOptions(rules, Level.INFO, scope=Scope(deployment=Deployment(python=(3, 10)))),
        buffers=buffers,
    )


def found_in(path: Path, expected: list[Told], buffers: Mapping[Path, bytes] | None = None) -> list[Told]:
    """What wflint finds in a file or folder, in the markers' terms.

    Findings of level info are left out where no marker asks for them, levels where the markers leave them open.
    """
    report = check_all(path, buffers)
    assert not report.internal_errors  # a handler that could not be followed has no findings either
    wanted = {(told.path, told.line, told.code): told.level for told in expected}
    found: list[Told] = []
    for finding in report.findings:
        source = report.sources[finding.span.path]
        shown = Path(finding.span.path)
        relative = shown.relative_to(path.parent) if shown.is_absolute() else shown
        place = (relative.as_posix(), source.line_of(finding.span.start), finding.code)
        if finding.level is not Level.INFO or place in wanted:
            found.append(Told(*place, "" if wanted.get(place) == "" else finding.level.value))
    return sorted(found)
