"""Reports on sub-projects that see each other's modules, as one."""

from __future__ import annotations

from pathlib import Path

import pytest

from wflint.checking.report import Report
from wflint.errors import SourceError
from wflint.files.patterns import FolderPatterns
from wflint.files.text import SourceText
from wflint.findings import Finding, Label, Level, Span
from wflint.pipeline.merge import merged


def _finding(path: str, *, name: str = "r", level: Level = Level.ERROR, engine: str | None = "e") -> Finding:
    return Finding("WF1", name, level, "m", Label(Span(path, 0, 1), ""), engine=engine)


def _report(
    path: str, *findings: Finding, read: tuple[str, ...] = (), errors: tuple[str, ...] = ()
) -> Report:
    sources = {each: SourceText(each, "x") for each in (path, *read)}
    failed = tuple(SourceError(each, "no") for each in errors)
    return Report(findings, sources, 1, 2, 3, 4, {"WF9": 1}, failed, given=frozenset({path}))


def test_one_report_stays_as_it_is() -> None:
    report = _report("a", _finding("b", engine=None))
    assert merged([report]) is report


def test_counts_are_summed_and_errors_told_once() -> None:
    report = merged([_report("a", errors=("x", "y")), _report("b", errors=("x",))])
    assert (report.files, report.handlers, report.steps, report.unknown_calls) == (2, 4, 6, 8)
    assert report.below_min_level == {"WF9": 2}
    assert [error.path for error in report.errors] == ["x", "y"]
    assert list(report.sources) == ["a", "b"]


def test_the_worst_of_a_finding_that_several_report_stands() -> None:
    mild, bad = (_finding("b", level=level) for level in (Level.INFO, Level.ERROR))
    for parts in ([mild, bad], [bad, mild]):
        first, second = parts
        assert merged([_report("a", first), _report("b", second)]).findings == (bad,)


def test_findings_are_sorted_by_place() -> None:
    report = merged([_report("b", _finding("b")), _report("a", _finding("a"))])
    assert [finding.span.path for finding in report.findings] == ["a", "b"]


def test_what_is_wrong_with_a_comment_is_left_to_its_own_sub_project() -> None:
    wrong = _finding("b", name="unknown-ignore", engine=None)
    assert merged([_report("a", wrong), _report("b")]).findings == ()
    assert merged([_report("a"), _report("b", wrong)]).findings == (wrong,)


@pytest.mark.parametrize(
    ("read", "other", "stands"), [((), False, True), (("b",), True, True), (("b",), False, False)]
)
def test_an_ignore_is_unused_if_all_that_read_its_file_say_so(
    read: tuple[str, ...], *, other: bool, stands: bool
) -> None:
    unused = _finding("b", name="unused-ignore", engine=None)
    parts = [_report("a", *([unused] if other else []), read=read), _report("b", unused)]
    assert merged(parts).findings == ((unused,) if stands else ())


@pytest.mark.parametrize(
    ("pattern", "path", "matches"),
    [
        ("gen/", "/p/gen/a.py", True),
        ("gen/", "/p/x/gen/y/a.py", True),
        ("gen/", "/p/gen", False),
        ("/gen/", "/p/x/gen/a.py", False),
        ("*_pb2.py", "/p/x/a_pb2.py", True),
        ("gen/", "/q/gen/a.py", False),
        ("", "/p/a.py", False),
    ],
)
def test_patterns_match_files_below_their_folder(pattern: str, path: str, *, matches: bool) -> None:
    assert FolderPatterns.of(Path("/p"), [pattern]).match(Path(path)) == matches
