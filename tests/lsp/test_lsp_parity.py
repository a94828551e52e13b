"""The server finds in every fixture what the command line finds, and changes it in the same way."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from editor import Editor, applied, editing
from lsprotocol import types
from sampling import sampled

from wflint.fixes import SAFE_ONLY
from wflint.languages import SUFFIXES
from wflint.pipeline.merge import merged
from wflint.pipeline.plan import make_finder, make_plan
from wflint.pipeline.run import check_projects, fix_projects

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wflint.checking.report import Report
    from wflint.findings import Span
    from wflint.pipeline.plan import Plan

FIXTURES = Path(__file__).parents[2] / "fixtures"
SHARES = 16
_CASES = [
    path
    for folder in sorted(FIXTURES.iterdir())
    for path in ([folder] if folder.name == "tour" else sorted(folder.iterdir()))
    if path.suffix in SUFFIXES or (path.is_dir() and any(each.suffix in SUFFIXES for each in path.rglob("*")))
]
_Told = tuple[str, str, str, tuple[int, int, int, int], tuple[tuple[str, int, int, str], ...]]


@pytest.mark.no_cover  # other tests run the same lines of both
@pytest.mark.parametrize(
    "share",
    # One share has something of nearly every rule, since the cases of a rule follow one another.
    sampled(range(SHARES), SHARES),
)
async def test_the_same_findings_and_edits_as_on_the_command_line(
    share: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(FIXTURES)
    wrong: list[str] = []
    compared = edited = 0
    async with editing(FIXTURES, folders=()) as editor:
        for path in _CASES[share::SHARES]:
            plan = _plan(path)
            after = fix_projects(plan.projects, SAFE_ONLY).after if path.is_file() else {}
            wrong += await _differences(path, plan, after, editor)
            compared += 1
            edited += bool(after)
    assert wrong == []
    assert compared > 50
    assert edited > 5


def _plan(path: Path) -> Plan:
    finder = make_finder(FIXTURES, (), {}, isolated=False)
    return make_plan([path], finder, force_exclude=False, respect_gitignore=True)


async def _differences(path: Path, plan: Plan, after: Mapping[str, str], editor: Editor) -> list[str]:
    names = [file.path.relative_to(FIXTURES).as_posix() for file in plan.files]
    if path.is_dir():
        _change_folders(editor, added=[path])
    for name in names:
        text = (FIXTURES / name).read_bytes().decode("utf-8", "surrogateescape")
        if "\udc80" <= max(text, default="") <= "\udcff":
            names.remove(name)  # no editor could send such a file
            continue
        editor.open(name, text)
    found: list[_Told] = []
    wrong: list[str] = []
    for name in names:
        published = await editor.until_published(name, 1)
        found += [_told(name, each, editor) for each in published.diagnostics]
    expected = _expected(plan, set(names))
    if sorted(found) != sorted(expected):
        wrong.append(f"{path}: {sorted(found)} is not {sorted(expected)}")
    if path.is_file():
        wrong += await _other_edits(after, names[0], editor)
    for name in names:
        editor.close(name)
    if path.is_dir():
        _change_folders(editor, removed=[path])
    await editor.client.text_document_code_lens_async(types.CodeLensParams(editor.identifier(names[0])))
    editor.published.clear()
    return wrong


def _change_folders(
    editor: Editor, added: list[Path] | None = None, removed: list[Path] | None = None
) -> None:
    folders = [
        [types.WorkspaceFolder(path.as_uri(), path.name) for path in each or ()] for each in (added, removed)
    ]
    event = types.WorkspaceFoldersChangeEvent(*folders)
    editor.client.workspace_did_change_workspace_folders(types.DidChangeWorkspaceFoldersParams(event))


def _told(name: str, diagnostic: types.Diagnostic, editor: Editor) -> _Told:
    assert isinstance(diagnostic.severity, types.DiagnosticSeverity)
    start, end = diagnostic.range.start, diagnostic.range.end
    related = (
        (each.location.uri.removeprefix(editor.uri("")).lstrip("/"), each.location.range.start, each.message)
        for each in diagnostic.related_information or ()
    )
    return (
        name,
        str(diagnostic.code),
        f"{diagnostic.severity.name}: {diagnostic.message.partition(chr(10))[0]}",
        (start.line, start.character, end.line, end.character),
        tuple((path, start.line, start.character, message) for path, start, message in related),
    )


def _expected(plan: Plan, names: set[str]) -> list[_Told]:
    report = merged([each.report for each in check_projects(plan.projects)])
    found: list[_Told] = []
    for finding in report.findings:
        name = _name(finding.span)
        if name in names:
            severity = {"info": "Information"}.get(finding.level.value, finding.level.value.capitalize())
            place = (*_position(report, finding.span, end=False), *_position(report, finding.span, end=True))
            related = tuple(
                (_name(each.span), *_position(report, each.span, end=False), each.message)
                for each in finding.related
            )
            found.append((name, finding.code, f"{severity}: {finding.message}", place, related))
    return found


def _name(span: Span) -> str:
    return (Path.cwd() / span.path).resolve().relative_to(FIXTURES).as_posix()


def _position(report: Report, span: Span, *, end: bool) -> tuple[int, int]:
    source = report.sources[span.path]
    offset = span.end if end else span.start
    bom = source.bom and source.line_of(offset) == 1
    return source.line_of(offset) - 1, source.utf16_column(offset) + bom


async def _other_edits(after: Mapping[str, str], name: str, editor: Editor) -> list[str]:
    expected = next(iter(after.values()), None)
    text = (FIXTURES / name).read_bytes().decode()
    actions = await editor.actions(name, only=["source.fixAll"])
    edit = await editor.edit_of(actions[0]) if actions else None
    found = applied(text, edit, editor.uri(name)) if edit is not None else None
    return [] if found == expected else [f"{name}: {found!r} is not {expected!r}"]
