"""What the language server would show of some files that are open, without a process for it."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from lsprotocol.types import (
    CodeActionContext,
    CodeActionParams,
    Position,
    Range,
    TextDocumentIdentifier,
    TextDocumentItem,
)
from pygls.uris import from_fs_path

from tools.fuzz.promises import Problem, reported
from wflint.lsp.checker import Checker, CheckTask, explain
from wflint.lsp.code_actions import DocumentView, code_actions, edit_of, read_action_data
from wflint.lsp.diagnostics import diagnostics
from wflint.lsp.document import Document
from wflint.lsp.documents import Documents
from wflint.lsp.hints import inlay_hints
from wflint.lsp.hover import hover
from wflint.lsp.lenses import code_lenses
from wflint.lsp.model import Model, model_of
from wflint.lsp.position_mapper import PositionMapper
from wflint.lsp.projects import WorkspaceSpec
from wflint.lsp.settings import ClientSettings
from wflint.lsp.symbols import document_symbols
from wflint.lsp.workflow_text import workflow_text

_CLIENT = ClientSettings(options={"min-level": "info"})


def look_in_editor(files: Mapping[str, bytes]) -> Iterator[Problem]:
    """Open files, and ask for everything that an editor asks for."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        documents = Documents("utf-16")
        for path, data in files.items():
            uri = from_fs_path(str(folder / path)) or ""
            language = "python" if path.endswith(".py") else "typescript"
            documents.open(TextDocumentItem(uri, language, 1, data.decode("utf-8", "replace")), folder)
            (folder / path).write_bytes(data)
        task = CheckTask(WorkspaceSpec((folder,), _CLIENT, 0), {each.path: each for each in documents})
        checked = Checker().check(task, lambda: False)
        mapper = PositionMapper(checked, "utf-16", task.documents)
        for items in diagnostics(mapper).values():
            yield from _outside("diagnostics", [each.range for each in items], documents.texts)
        workflows = explain(checked).workflows
        for document in documents.texts:
            model = model_of(document, mapper, workflows)
            if model is not None:
                yield from _features(document, model, mapper)
        yield from reported("lsp", checked.report.internal_errors)


def _features(document: Document, model: Model, mapper: PositionMapper) -> Iterator[Problem]:
    hints = [Range(each.position, each.position) for each in inlay_hints(model, _CLIENT)]
    yield from _outside("hints", hints, [document])
    yield from _outside("lenses", [each.range for each in code_lenses(model)], [document])
    yield from _outside("symbols", [each.range for each in document_symbols(model)], [document])
    for workflow in model.own_workflows:
        workflow_text(model, workflow.name)
    for place, _ in model.placed:
        hover(model, place.start, _CLIENT)
    view = DocumentView(document.uri, model.display, document.version, model.placed, [], _CLIENT, mapper)
    whole = Range(Position(0, 0), Position(len(document.source.text), 0))
    asked = CodeActionParams(TextDocumentIdentifier(document.uri), whole, CodeActionContext([]))
    for action in code_actions(asked, view):
        data = read_action_data(action.data)
        if data is not None:
            done = edit_of(data, view, versioned=False)
            yield from reported("lsp", done.internal_errors)
            changes = done.edit.changes if done.edit is not None else None
            for edits in (changes or {}).values():
                yield from _outside("edits", [each.range for each in edits], [document])


def _outside(feature: str, ranges: Iterable[Range], documents: Iterable[Document]) -> Iterator[Problem]:
    """Yield the ranges that lie in none of some documents, as far as the length of lines says."""
    lengths = [[len(line.encode("utf-16-le")) // 2 for line in _lines(each)] for each in documents]
    for each in ranges:
        if not any(_is_within(each.start, lines) and _is_within(each.end, lines) for lines in lengths):
            yield Problem("positions are within the text", feature, str(each))


def _is_within(position: Position, lengths: Sequence[int]) -> bool:
    return position.line < len(lengths) and position.character <= lengths[position.line]


def _lines(document: Document) -> list[str]:
    # The lines of the protocol, which knows no other ends of lines than these.
    return re.split("\r\n|\r|\n", document.source.text)
