"""An editor that drives the real server, in a process of its own."""

from __future__ import annotations

import asyncio
import os
import sys
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import coverage
from lsprotocol import types
from pytest_lsp import make_test_lsp_client

from wflint.languages import language_of

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Sequence

    from pytest_lsp import LanguageClient

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-m", "wflint", "lsp")
UTF8, UTF16, UTF32 = types.PositionEncodingKind
PATIENCE = 30.0


def capabilities(
    *,
    encoding: types.PositionEncodingKind = UTF16,
    pulls: bool = False,
    resolves: bool = True,
    watches: bool = True,
    refreshes: bool = False,
) -> types.ClientCapabilities:
    """What a client can do."""
    resolvable = types.ClientCodeActionResolveOptions(["edit"]) if resolves else None
    return types.ClientCapabilities(
        general=types.GeneralClientCapabilities(position_encodings=[encoding]),
        text_document=types.TextDocumentClientCapabilities(
            diagnostic=types.DiagnosticClientCapabilities() if pulls else None,
            code_action=types.CodeActionClientCapabilities(resolve_support=resolvable),
        ),
        notebook_document=types.NotebookDocumentClientCapabilities(
            types.NotebookDocumentSyncClientCapabilities()
        ),
        workspace=types.WorkspaceClientCapabilities(
            apply_edit=True,
            execute_command=types.ExecuteCommandClientCapabilities(),
            configuration=True,
            workspace_folders=True,
            workspace_edit=types.WorkspaceEditClientCapabilities(document_changes=True),
            did_change_watched_files=types.DidChangeWatchedFilesClientCapabilities(
                dynamic_registration=watches
            ),
            inlay_hint=types.InlayHintWorkspaceClientCapabilities(refresh_support=refreshes),
            code_lens=types.CodeLensWorkspaceClientCapabilities(refresh_support=refreshes),
            diagnostics=types.DiagnosticWorkspaceClientCapabilities(refresh_support=refreshes),
        ),
    )


@dataclass
class Editor:
    """A client with some open documents."""

    client: LanguageClient
    root: Path
    result: types.InitializeResult
    published: list[types.PublishDiagnosticsParams] = field(default_factory=list)
    versions: dict[str, int] = field(default_factory=dict)
    refreshed: list[str] = field(default_factory=list)
    registered: list[types.Registration] = field(default_factory=list)
    edits: list[types.WorkspaceEdit] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def uri(self, name: str) -> str:
        return name if ":" in name else (self.root / name).as_uri()

    def identifier(self, name: str) -> types.TextDocumentIdentifier:
        return types.TextDocumentIdentifier(self.uri(name))

    def take(self, params: types.PublishDiagnosticsParams) -> None:
        self.published.append(params)
        self.news.set()

    def open(self, name: str, text: str | None = None, language: str = "") -> None:
        language = language or next(iter(language_of(name).editor_ids))
        content = (self.root / name).read_bytes().decode() if text is None else text
        item = types.TextDocumentItem(self.uri(name), language, 1, content)
        self.versions[name] = 1
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))

    def close(self, name: str) -> None:
        self.client.text_document_did_close(types.DidCloseTextDocumentParams(self.identifier(name)))

    def save(self, name: str) -> None:
        self.client.text_document_did_save(types.DidSaveTextDocumentParams(self.identifier(name)))

    def replace(self, name: str, text: str) -> int:
        return self._change(name, types.TextDocumentContentChangeWholeDocument(text))

    def edit(self, name: str, start: tuple[int, int], end: tuple[int, int], text: str) -> int:
        place = types.Range(types.Position(*start), types.Position(*end))
        return self._change(name, types.TextDocumentContentChangePartial(place, text))

    def _change(self, name: str, change: types.TextDocumentContentChangeEvent) -> int:
        self.versions[name] += 1
        identifier = types.VersionedTextDocumentIdentifier(self.versions[name], self.uri(name))
        params = types.DidChangeTextDocumentParams(identifier, [change])
        self.client.text_document_did_change(params)
        return self.versions[name]

    def files_changed(self, *names: str, type_: types.FileChangeType = types.FileChangeType.Changed) -> None:
        events = [types.FileEvent(self.uri(name), type_) for name in names]
        self.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams(events))

    async def until_published(
        self, name: str, version: int | None = None, codes: Sequence[str] | None = None
    ) -> types.PublishDiagnosticsParams:
        """Wait for the diagnostics of a version of a file, or for such with these codes; the last ones that came."""

        def wanted(params: types.PublishDiagnosticsParams) -> bool:
            return (
                params.uri == self.uri(name)
                and (version is None or params.version == version)
                and (codes is None or codes_of(params.diagnostics) == sorted(codes))
            )

        async def wait() -> types.PublishDiagnosticsParams:
            while True:
                of_file = [each for each in self.published if each.uri == self.uri(name)]
                if of_file and wanted(of_file[-1]):
                    return of_file[-1]
                self.news.clear()
                await self.news.wait()

        return await asyncio.wait_for(wait(), PATIENCE)

    async def until_said(self, text: str) -> None:
        """Wait for a message to the user that contains a text."""

        async def wait() -> None:
            while not any(text in message.message for message in self.client.messages):  # noqa: ASYNC110
                await asyncio.sleep(0.01)

        await asyncio.wait_for(wait(), PATIENCE)

    async def until_refreshed(self, *methods: str) -> None:
        """Wait until the server has asked for all of these to be asked for again."""

        async def wait() -> None:
            while not set(methods) <= set(self.refreshed):  # noqa: ASYNC110
                await asyncio.sleep(0.01)

        await asyncio.wait_for(wait(), PATIENCE)

    async def opened(self, name: str, text: str | None = None) -> Sequence[types.Diagnostic]:
        self.open(name, text)
        return (await self.until_published(name, 1)).diagnostics

    async def hints(self, name: str) -> list[types.InlayHint]:
        everywhere = types.Range(types.Position(0, 0), types.Position(100000, 0))
        params = types.InlayHintParams(self.identifier(name), everywhere)
        return list(await self.client.text_document_inlay_hint_async(params) or ())

    async def labels(self, name: str) -> list[tuple[int, str]]:
        return [(hint.position.line, str(hint.label)) for hint in await self.hints(name)]

    async def hover(self, name: str, line: int, character: int) -> str:
        params = types.HoverParams(self.identifier(name), types.Position(line, character))
        found = await self.client.text_document_hover_async(params)
        if found is None:
            return ""
        assert isinstance(found.contents, types.MarkupContent)
        return found.contents.value

    async def lenses(self, name: str) -> list[types.CodeLens]:
        params = types.CodeLensParams(self.identifier(name))
        return list(await self.client.text_document_code_lens_async(params) or ())

    async def symbols(self, name: str) -> list[types.DocumentSymbol]:
        params = types.DocumentSymbolParams(self.identifier(name))
        found = await self.client.text_document_document_symbol_async(params)
        return [each for each in found or () if isinstance(each, types.DocumentSymbol)]

    async def actions(
        self,
        name: str,
        line: int | None = None,
        *,
        only: Sequence[str] | None = None,
        diagnostics: Sequence[types.Diagnostic] = (),
    ) -> list[types.CodeAction]:
        last = 100000 if line is None else line
        there = types.Range(types.Position(line or 0, 0), types.Position(last, 1000))
        context = types.CodeActionContext(diagnostics, only)
        params = types.CodeActionParams(self.identifier(name), there, context)
        found = await self.client.text_document_code_action_async(params)
        # lsprotocol reads every action that has a command as if it were one.
        self.commands = [each.title for each in found or () if isinstance(each, types.Command)]
        return [each for each in found or () if isinstance(each, types.CodeAction)]

    async def edit_of(self, action: types.CodeAction) -> types.WorkspaceEdit | None:
        return (await self.client.code_action_resolve_async(action)).edit


def codes_of(diagnostics: Sequence[types.Diagnostic]) -> list[str]:
    return sorted(str(each.code) for each in diagnostics)


def applied(text: str, edit: types.WorkspaceEdit, uri: str) -> str:
    """A text, of which positions are counted in UTF-16, after an edit."""
    changes = list((edit.changes or {}).get(uri, ()))
    for each in edit.document_changes or ():
        assert isinstance(each, types.TextDocumentEdit)
        if each.text_document.uri == uri:
            changes += [one for one in each.edits if isinstance(one, types.TextEdit)]
    lines = [part + "\n" for part in text.split("\n")]

    def offset(position: types.Position) -> int:
        before = "".join(lines[: position.line])
        line = (lines[position.line] if position.line < len(lines) else "").encode("utf-16-le")
        return len(before) + len(line[: 2 * position.character].decode("utf-16-le"))

    for change in sorted(changes, key=lambda each: each.range.start, reverse=True):
        text = text[: offset(change.range.start)] + change.new_text + text[offset(change.range.end) :]
    return text


_SHARED: dict[asyncio.AbstractEventLoop, Editor] = {}
"""An editor that stays open for tests that need nothing special, since a server takes a second to start."""


@asynccontextmanager
async def editing(
    root: Path, *, options: dict[str, Any] | None = None, **special: Any
) -> AsyncGenerator[Editor]:
    """An editor that has a folder open, until the end of the block.

    Args:
        root: The folder.
        options: Settings of the client.
        special: As for `started`; such an editor has a server of its own.
    """
    if special:
        editor = await started(root, options=options, **special)
        try:
            yield editor
        finally:
            await _end(editor)
        return
    loop = asyncio.get_running_loop()
    if loop not in _SHARED:
        _SHARED[loop] = await started(root, folders=())
    editor = replace(_SHARED[loop], root=root, published=[], versions={}, refreshed=[], edits=[])
    _visit(editor, options or {})
    try:
        yield editor
    finally:
        _leave(editor)


async def end_shared() -> None:
    """End the servers that stay."""
    editor = _SHARED.pop(asyncio.get_running_loop(), None)
    if editor is not None:
        await _end(editor)


async def started(
    root: Path,
    *,
    options: dict[str, Any] | None = None,
    can: types.ClientCapabilities | None = None,
    folders: Sequence[Path] | None = None,
    command: Sequence[str] = COMMAND,
    root_uri: str | None = None,
) -> Editor:
    """An editor with a new server."""
    client = make_test_lsp_client()
    client.set_configuration({"wflint": options or {}})
    await client.start_io(*command, cwd=str(root), env=_environment())
    opened = [root] if folders is None else folders
    params = types.InitializeParams(
        capabilities=can or capabilities(),
        root_uri=root_uri,
        workspace_folders=[types.WorkspaceFolder(each.as_uri(), each.name) for each in opened] or None,
        initialization_options=options,
    )
    editor = Editor(client, root, types.InitializeResult(types.ServerCapabilities()))
    _listen(editor)
    editor.result = await client.initialize_session(params)
    return editor


def _environment() -> dict[str, str]:
    """The environment of a server, whose coverage is measured where that of the test is."""
    measuring = coverage.Coverage.current()
    if measuring is None:
        return dict(os.environ)
    file = ROOT / str(measuring.get_option("run:data_file"))
    return {
        **os.environ,
        "COVERAGE_PROCESS_START": str(ROOT / "pyproject.toml"),
        "COVERAGE_FILE": str(file),
    }


async def _end(editor: Editor) -> None:
    await asyncio.wait_for(editor.client.shutdown_session(), PATIENCE)
    await editor.client.stop()  # type: ignore[no-untyped-call] # that of pytest-lsp has no annotation


def _visit(editor: Editor, options: dict[str, Any]) -> None:
    client = editor.client
    client.messages.clear()
    client.log_messages.clear()
    _listen(editor)
    client.set_configuration({"wflint": options})
    client.workspace_did_change_configuration(types.DidChangeConfigurationParams({"wflint": options}))
    _change_folders(editor, added=[editor.root])


def _leave(editor: Editor) -> None:
    for name in editor.versions:
        editor.close(name)
    _change_folders(editor, removed=[editor.root])


def _change_folders(editor: Editor, added: Sequence[Path] = (), removed: Sequence[Path] = ()) -> None:
    folders = (
        [types.WorkspaceFolder(path.as_uri(), path.name) for path in each] for each in (added, removed)
    )
    event = types.WorkspaceFoldersChangeEvent(*folders)
    editor.client.workspace_did_change_workspace_folders(types.DidChangeWorkspaceFoldersParams(event))


def _listen(editor: Editor) -> None:
    """Take what the server sends of its own accord, in the place of the client's own handlers."""

    def publish(params: types.PublishDiagnosticsParams) -> None:
        editor.take(params)

    def register(params: types.RegistrationParams) -> None:
        editor.registered += params.registrations

    def apply(params: types.ApplyWorkspaceEditParams) -> types.ApplyWorkspaceEditResult:
        editor.edits.append(params.edit)
        return types.ApplyWorkspaceEditResult(applied=True)

    handlers: dict[str, Callable[..., object]] = {
        types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS: publish,
        types.CLIENT_REGISTER_CAPABILITY: register,
        types.WORKSPACE_APPLY_EDIT: apply,
        types.WORKSPACE_INLAY_HINT_REFRESH: _noting(editor, types.WORKSPACE_INLAY_HINT_REFRESH),
        types.WORKSPACE_CODE_LENS_REFRESH: _noting(editor, types.WORKSPACE_CODE_LENS_REFRESH),
        types.WORKSPACE_DIAGNOSTIC_REFRESH: _noting(editor, types.WORKSPACE_DIAGNOSTIC_REFRESH),
    }
    for method, handler in handlers.items():
        editor.client.protocol.fm.features.pop(method, None)
        editor.client.feature(method)(handler)


def _noting(editor: Editor, method: str) -> Callable[[None], None]:
    def note(_params: None = None) -> None:
        editor.refreshed.append(method)

    return note
