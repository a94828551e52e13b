"""All formats carry the same findings, whatever stands in names and messages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from format_cases import PROJECTS, checked, hostile
from format_reading import READERS, Said
from report_building import finding, fix_with, primary, report, source, written

from wflint.checking.report import Report
from wflint.config.settings import OutputFormat
from wflint.errors import SourceError
from wflint.files.text import SourceText
from wflint.findings import Edit, Span

if TYPE_CHECKING:
    from collections.abc import Iterable


def expected(made: Report) -> list[Said]:
    return [
        Said(
            each.code,
            each.level.value,
            each.span.path,
            made.sources[each.span.path].position(each.span.start).line,
        )
        for each in made.findings
    ]


def in_azure(said: Iterable[Said]) -> list[Said]:
    """What Azure Pipelines can tell: nothing is below a warning there."""
    return [each._replace(level="warning") if each.level == "info" else each for each in said]


@pytest.fixture(scope="module", params=[*PROJECTS, "hostile"])
def made(request: pytest.FixtureRequest) -> Report:
    return hostile() if request.param == "hostile" else checked(request.param)


@pytest.mark.parametrize("name", [each.value for each in OutputFormat])
@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_all_formats_carry_the_same_findings(made: Report, name: str, encoding: str) -> None:
    wanted = expected(made)
    assert wanted
    text = written(name, made, encoding=encoding, width=400)
    said = READERS[name](text)
    if name == "full":  # shows together what is about one handler
        said, wanted = sorted(said), sorted(wanted)
    assert said == (in_azure(wanted) if name == "azure" else wanted)


@pytest.mark.parametrize("name", [each.value for each in OutputFormat])
@pytest.mark.parametrize("made_report", [report(sources={}), report(sources={}, files=0, handlers=0)])
def test_empty_reports_have_no_findings_in_any_format(name: str, made_report: Report) -> None:
    assert READERS[name](written(name, made_report)) == []


@pytest.mark.parametrize("name", [each.value for each in OutputFormat])
def test_findings_without_handler_engine_and_notes_are_told_in_every_format(name: str) -> None:
    sources = source("x\n")
    bare = finding(primary(Span("app/orders.py", 0, 1)), engine=None, handler=None)
    text = written(name, report(bare, sources=sources))
    assert READERS[name](text) == [Said("WF102", "error", "app/orders.py", 1)]
    assert not re.search(r"\b(None|null)\b", text.replace("-> None", "")) or name in {
        "json",
        "jsonl",
        "agent",
    }


@pytest.mark.parametrize("name", ["json", "sarif", "github", "junit", "azure", "markdown", "html"])
def test_files_that_could_not_be_read_are_told_where_the_format_can(name: str) -> None:
    text = written(name, report(sources={}, errors=(SourceError("gone.py", "No such file"),)))
    assert "gone.py" in text
    assert "No such file" in text


@pytest.mark.parametrize("name", ["full", "concise", "jsonl", "agent", "gitlab", "rdjson"])
def test_elsewhere_files_that_could_not_be_read_are_no_findings(name: str) -> None:
    text = written(name, report(sources={}, errors=(SourceError("gone.py", "No such file"),)))
    assert "gone.py" not in text


@pytest.mark.parametrize("name", ["full", "json", "jsonl", "sarif", "rdjson"])
def test_a_fix_is_told_unless_it_repeats_a_secret(name: str) -> None:
    path = "app/orders.py"
    sources = {path: SourceText(path, 'f("sig_secret")\n', secrets=((3, 13),))}
    where = Span(path, 0, 15)

    def fixed(*edits: Edit) -> str:
        return written(name, report(finding(primary(where), fix=fix_with(*edits)), sources=sources))

    assert "g(1)" in fixed(Edit(where, "g(1)"))
    assert "sig_secret" not in fixed(Edit(where, 'g("sig_secret")'))
    # Two edits around a secret are one stretch for reviewdog, which would hold it.
    assert "sig_secret" not in fixed(Edit(Span(path, 0, 1), "g"), Edit(Span(path, 14, 15), ""))
