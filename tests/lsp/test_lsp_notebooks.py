"""Notebooks: each cell is a document of its own, and all of them are one module."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from editor import Editor, applied, capabilities, codes_of, editing
from handlers import BILL, CALLER, CLOCK, HEAD
from lsprotocol import types
from notebooks import code, notebook, prose

if TYPE_CHECKING:
    from pathlib import Path

SETUP = "%load_ext autoreload\n" + HEAD.rstrip()
HANDLER = "files = !ls\n" + BILL.removeprefix(HEAD).rstrip()
NOW = HANDLER.splitlines().index("    now = time.time()")
MARKUP, CODE = types.NotebookCellKind.Markup, types.NotebookCellKind.Code


@dataclass
class Book:
    """A notebook in an editor, with the texts of its cells by their names."""

    editor: Editor
    name: str
    texts: dict[str, str] = field(default_factory=dict)

    def uri(self, cell: str) -> str:
        return f"vscode-notebook-cell:{self.editor.root.as_posix()}/{self.name}#{cell}"

    @property
    def identifier(self) -> types.VersionedNotebookDocumentIdentifier:
        return types.VersionedNotebookDocumentIdentifier(1, self.editor.uri(self.name))

    def items(self, texts: dict[str, str], language: str = "python") -> list[types.TextDocumentItem]:
        self.texts.update(texts)
        for cell in texts:
            self.editor.versions[self.uri(cell)] = 1
        return [
            types.TextDocumentItem(
                self.uri(cell), "markdown" if cell.startswith("prose") else language, 1, text
            )
            for cell, text in texts.items()
        ]

    def cells(self, *names: str) -> list[types.NotebookCell]:
        return [
            types.NotebookCell(MARKUP if name.startswith("prose") else CODE, self.uri(name)) for name in names
        ]

    def open(self, texts: dict[str, str], language: str = "python") -> None:
        document = types.NotebookDocument(
            self.editor.uri(self.name), "jupyter-notebook", 1, self.cells(*texts)
        )
        params = types.DidOpenNotebookDocumentParams(document, self.items(texts, language))
        self.editor.client.notebook_document_did_open(params)

    def change(self, cells: types.NotebookDocumentCellChanges | None) -> None:
        event = types.NotebookDocumentChangeEvent(cells=cells)
        params = types.DidChangeNotebookDocumentParams(self.identifier, event)
        self.editor.client.notebook_document_did_change(params)

    def edit(self, cell: str, line: int, old: str, new: str) -> None:
        start = self.texts[cell].splitlines()[line].index(old)
        place = types.Range(types.Position(line, start), types.Position(line, start + len(old)))
        self.editor.versions[self.uri(cell)] += 1
        identifier = types.VersionedTextDocumentIdentifier(
            self.editor.versions[self.uri(cell)], self.uri(cell)
        )
        change = types.NotebookDocumentCellContentChanges(
            identifier, [types.TextDocumentContentChangePartial(place, new)]
        )
        self.change(types.NotebookDocumentCellChanges(text_content=[change]))

    def close(self) -> None:
        identifiers = [types.TextDocumentIdentifier(self.uri(cell)) for cell in self.texts]
        notebook_ = types.NotebookDocumentIdentifier(self.editor.uri(self.name))
        params = types.DidCloseNotebookDocumentParams(notebook_, identifiers)
        self.editor.client.notebook_document_did_close(params)


TEXTS = {"prose": "# Bills", "setup": SETUP, "handler": HANDLER}


async def test_findings_are_told_of_in_their_cells(tmp_path: Path) -> None:
    async with editing(tmp_path) as editor:
        book = Book(editor, "bills.ipynb")
        book.open(TEXTS)
        (found,) = (await editor.until_published(book.uri("handler"), 1, ["WF101"])).diagnostics
        assert found.range == types.Range(types.Position(NOW, 10), types.Position(NOW, 21))
        related = [
            (each.location.uri, each.location.range.start.line) for each in found.related_information or ()
        ]
        assert related == [(book.uri("handler"), line) for line in (NOW - 1, NOW + 1, NOW + 2)]
        assert (await editor.until_published(book.uri("setup"), 1)).diagnostics == ()
        book.edit("handler", NOW, "time.time()", "1.0")
        await editor.until_published(book.uri("handler"), 2, [])
        book.close()


async def test_a_helper_in_another_cell_is_followed_and_a_module_beside_it(tmp_path: Path) -> None:
    (tmp_path / "clock.py").write_text(CLOCK)
    head, _, handler = CALLER.partition("\n\n\n")
    helper = "def later() -> float:\n    return 1 + moment()"
    async with editing(tmp_path) as editor:
        book = Book(editor, "bills.ipynb")
        book.open({"setup": head, "helper": helper, "handler": handler.replace("moment()", "later()")})
        (found,) = (await editor.until_published(book.uri("handler"), 1, ["WF101"])).diagnostics
        related = {each.location.uri for each in found.related_information or ()}
        assert related == {book.uri("helper"), book.uri("handler"), editor.uri("clock.py")}
        book.edit("helper", 1, "moment()", "2")
        await editor.until_published(book.uri("handler"), codes=[])
        book.close()


async def test_a_fix_edits_the_cells_and_nothing_else(tmp_path: Path) -> None:
    async with editing(tmp_path) as editor:
        book = Book(editor, "bills.ipynb")
        late = HANDLER.replace("time.time()", "datetime.now()")
        book.open({"setup": SETUP.replace("import time", "from datetime import datetime"), "handler": late})
        await editor.until_published(book.uri("handler"), 1, ["WF101"])
        fix, *_ = await editor.actions(book.uri("handler"), NOW)
        edit = await editor.edit_of(fix)
        assert edit is not None
        fixed = applied(late, edit, book.uri("handler"))
        assert fixed.startswith("files = !ls\n@serve")
        assert "now = " in fixed
        assert 'await context.run("get-now"' in fixed
        setup = applied(book.texts["setup"], edit, book.uri("setup"))
        assert setup.startswith("%load_ext autoreload\n")
        assert await editor.actions(book.uri("setup"), 1, only=["quickfix"]) == []
        book.close()


async def test_everything_of_a_notebook_is_fixed_at_once(tmp_path: Path) -> None:
    nap = '    await context.sleep("nap", 2.0)'
    calm = HANDLER.replace("time.time()", "1")
    one, two = f"{calm}\n{nap}", f"{calm}\n{nap}".replace("files = !ls\n", "").replace("bill", "note")
    async with editing(tmp_path) as editor:
        book = Book(editor, "bills.ipynb")
        book.open({"setup": SETUP, "one": one, "two": two})
        (action,) = await editor.actions(book.uri("setup"), only=["notebook.source.fixAll.wflint"])
        assert action.title == "Fix what wflint can fix safely (2 findings)"
        edit = await editor.edit_of(action)
        assert edit is not None
        for cell, text in (("one", one), ("two", two)):
            assert applied(text, edit, book.uri(cell)) == text.replace("2.0", "2")
        assert applied(SETUP, edit, book.uri("setup")) == SETUP
        titles = [each.title for each in await editor.actions(book.uri("two"))]
        assert any(title.startswith("Fix all 2 findings of ") for title in titles)
        assert await editor.actions(book.uri("one"), only=["source.fixAll"]) == []
        book.close()


async def test_what_is_shown_of_a_cell_is_in_it(tmp_path: Path) -> None:
    async with editing(tmp_path) as editor:
        book = Book(editor, "bills.ipynb")
        book.open(TEXTS)
        cell, setup = book.uri("handler"), book.uri("setup")
        assert [line for line, _ in await editor.labels(cell)] == [NOW - 1, NOW + 1, NOW + 2]
        assert await editor.labels(setup) == []
        (lens,) = await editor.lenses(cell)
        assert lens.range.start.line == NOW - 1
        assert await editor.lenses(setup) == []
        (symbol,) = await editor.symbols(cell)
        assert symbol.range.start.line == NOW - 1
        story = await editor.hover(cell, NOW - 1, 12)
        assert "cell 3, line 6" in story
        assert await editor.hover(setup, 0, 2) == ""
        assert await editor.hover(book.uri("prose"), 0, 2) == ""
        ignore = next(each for each in await editor.actions(cell, NOW) if each.title.startswith("Ignore"))
        edit = await editor.edit_of(ignore)
        book.close()
    assert edit is not None
    assert "# wflint: ignore[clock-outside-step] say why" in applied(HANDLER, edit, cell).splitlines()[NOW]


async def test_cells_come_go_and_move(tmp_path: Path) -> None:
    async with editing(tmp_path) as editor:
        book = Book(editor, "bills.ipynb")
        book.open(TEXTS)
        await editor.until_published(book.uri("handler"), 1, ["WF101"])
        array = types.NotebookCellArrayChange(0, 3, book.cells("new", "setup", "handler"))
        items = book.items({"new": "from time import time as clock\n"})
        closed = [types.TextDocumentIdentifier(book.uri("prose"))]
        structure = types.NotebookDocumentCellChangeStructure(array, items, closed)
        book.change(types.NotebookDocumentCellChanges(structure=structure))
        await editor.until_published(book.uri("new"), 1, [])
        book.edit("handler", NOW, "time.time()", "clock()")
        assert codes_of((await editor.until_published(book.uri("handler"), 2)).diagnostics) == ["WF101"]
        removed = types.NotebookCellArrayChange(2, 1)
        structure = types.NotebookDocumentCellChangeStructure(
            removed, did_close=[types.TextDocumentIdentifier(book.uri("handler"))]
        )
        book.change(types.NotebookDocumentCellChanges(structure=structure))
        await editor.until_published(book.uri("handler"), codes=[])
        book.change(None)
        book.close()


async def test_an_open_notebook_stands_for_the_one_on_disk(tmp_path: Path) -> None:
    content = notebook(prose("# Bills"), code(SETUP), code(HANDLER))
    (tmp_path / "bills.ipynb").write_text(content, encoding="utf-8")
    line = next(number for number, each in enumerate(content.splitlines()) if "time.time()" in each)
    async with editing(tmp_path) as editor:
        (found,) = (await editor.until_published("bills.ipynb", codes=["WF101"])).diagnostics
        assert found.range == types.Range(types.Position(line, 0), types.Position(line + 1, 0))
        book = Book(editor, "bills.ipynb")
        book.open(TEXTS)
        await editor.until_published(book.uri("handler"), 1, ["WF101"])
        await editor.until_published("bills.ipynb", codes=[])
        book.close()
        await editor.until_published(book.uri("handler"), codes=[])
        await editor.until_published("bills.ipynb", codes=["WF101"])
        editor.open("bills.ipynb", language="json")
        await editor.until_published("bills.ipynb", 1, ["WF101"])
        actions = await editor.actions("bills.ipynb", line)
        assert actions == []


async def test_a_notebook_without_a_name_is_checked(tmp_path: Path) -> None:
    async with editing(tmp_path) as editor:
        book = Book(editor, "untitled:Untitled-1.ipynb")
        book.open(TEXTS)
        await editor.until_published(book.uri("handler"), 1, ["WF101"])
        book.close()
        await editor.until_published(book.uri("handler"), codes=[])


async def test_cells_in_another_language_and_notebooks_elsewhere_are_left_alone(tmp_path: Path) -> None:
    async with editing(tmp_path) as editor:
        sql = Book(editor, "sql.ipynb")
        sql.open(TEXTS, language="sql")
        elsewhere = Book(editor, "git:/bills.ipynb")
        elsewhere.open(TEXTS)
        elsewhere.edit("handler", NOW, "time.time()", "1.0")
        assert codes_of(await editor.opened("app.py", BILL)) == ["WF101"]
        found = [each for each in editor.published if each.diagnostics]
        sql.close()
    assert {each.uri for each in found} == {editor.uri("app.py")}


async def test_a_client_that_asks_is_told_of_each_cell(tmp_path: Path) -> None:
    async with editing(tmp_path, can=capabilities(pulls=True)) as editor:
        book = Book(editor, "bills.ipynb")
        book.open(TEXTS)
        counts = []
        for cell in ("setup", "handler"):
            params = types.DocumentDiagnosticParams(types.TextDocumentIdentifier(book.uri(cell)))
            report = await editor.client.text_document_diagnostic_async(params)
            assert isinstance(report, types.RelatedFullDocumentDiagnosticReport)
            counts.append(codes_of(report.items))
    assert counts == [[], ["WF101"]]


async def test_clients_are_asked_for_whole_notebooks(tmp_path: Path) -> None:
    async with editing(tmp_path, can=capabilities()) as editor:
        sync = editor.result.capabilities.notebook_document_sync
    assert sync is not None
    (selector,) = sync.notebook_selector
    assert isinstance(selector, types.NotebookDocumentFilterWithNotebook)
    assert selector.cells is None
