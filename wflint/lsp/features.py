"""What the server answers to: each request and notification with what handles it."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import cast

from lsprotocol import types
from pygls.lsp._capabilities import get_capability

from wflint.files.ignores import is_reason
from wflint.languages import MARKERS, SUFFIXES
from wflint.lsp.client_watchdog import end_with_client, is_alive
from wflint.lsp.code_actions import (
    FIX_ALL,
    FIX_ALL_CELLS,
    ActionData,
    DocumentView,
    code_actions,
    edit_of,
    read_action_data,
)
from wflint.lsp.debugging import DEBUG_INFORMATION, debug_information
from wflint.lsp.hints import inlay_hints
from wflint.lsp.hover import hover
from wflint.lsp.ignoring import IGNORE_HERE
from wflint.lsp.lenses import SHOW_WORKFLOW, code_lenses
from wflint.lsp.model import model_of
from wflint.lsp.server import Server
from wflint.lsp.settings import SECTION
from wflint.lsp.symbols import document_symbols
from wflint.lsp.workflow_text import workflow_text

_WATCHED = (
    *(f"**/*{suffix}" for suffix in SUFFIXES),
    "**/pyproject.toml", "**/wflint.toml", "**/.gitignore", "**/*.env", "**/.env*",
)  # fmt: skip


def register(server: Server) -> None:
    """Have a server answer to everything that it can."""
    _register_session(server)
    _register_changes(server)
    _register_diagnostics(server)
    _register_actions(server)
    _register_model(server)


def _register_session(server: Server) -> None:
    background: list[asyncio.Task[None]] = []

    @server.feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        server.on_initialize(params)
        # One that is not alive now lives in another container.
        if params.process_id is not None and is_alive(params.process_id):
            background.append(asyncio.ensure_future(end_with_client(params.process_id)))

    @server.feature(types.INITIALIZED)
    async def initialized(_params: types.InitializedParams) -> None:
        if not server.watches_by_itself:
            watchers = [types.FileSystemWatcher(pattern) for pattern in _WATCHED]
            options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
            method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
            registration = types.Registration("wflint-files", method, options)
            server.client_register_capability(types.RegistrationParams([registration]))
        await server.ask_settings()

    @server.command(DEBUG_INFORMATION)
    async def debug() -> str:
        mapper = await server.diagnosed()
        checked = mapper.checked if mapper is not None else None
        return _shown(server, debug_information(server.client, server.documents.encoding, checked))

    @server.feature(types.SHUTDOWN)
    def shutdown(_params: None) -> None:
        server.is_told_to_end = True


def _register_changes(server: Server) -> None:
    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def did_save(_params: types.DidSaveTextDocumentParams) -> None:
        server.changed(files=server.watches_by_itself)

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def did_change_files(params: types.DidChangeWatchedFilesParams) -> None:
        contents = {types.FileChangeType.Changed}
        others = any(each.type not in contents or not each.uri.endswith(SUFFIXES) for each in params.changes)
        server.changed(files=others)

    @server.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    def did_change_folders(params: types.DidChangeWorkspaceFoldersParams) -> None:
        for folder in params.event.added:
            server.add_folder(folder.uri)
        for folder in params.event.removed:
            server.remove_folder(folder.uri)

    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    async def did_change_configuration(params: types.DidChangeConfigurationParams) -> None:
        given: object = params.settings
        if isinstance(given, dict) and SECTION in given:
            server.configure(cast("dict[str, object]", given))
        else:
            await server.ask_settings()


def _register_diagnostics(server: Server) -> None:
    options = types.DiagnosticOptions(
        inter_file_dependencies=True, workspace_diagnostics=False, identifier="wflint"
    )

    @server.feature(types.TEXT_DOCUMENT_DIAGNOSTIC, options)
    async def diagnostic(params: types.DocumentDiagnosticParams) -> types.DocumentDiagnosticReport:
        await server.diagnosed()
        return server.publisher.report(params.text_document.uri, params.previous_result_id)


def _register_actions(server: Server) -> None:
    options = types.CodeActionOptions(
        [types.CodeActionKind.QuickFix, FIX_ALL, FIX_ALL_CELLS], resolve_provider=True
    )

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, options)
    async def code_action(params: types.CodeActionParams) -> list[types.CodeAction]:
        view = await _view(server, params.text_document.uri)
        actions = await server.in_thread(partial(code_actions, params, view)) if view is not None else []
        if view is not None:
            server.complaints.report_internal(view.mapper.checked.report.internal_errors)
        resolved = get_capability(
            server.client_capabilities, "text_document.code_action.resolve_support", default=None
        )
        if resolved is not None and "edit" in resolved.properties:
            return actions
        return [
            each
            for each in [await _resolved(server, action) for action in actions]
            if each.edit is not None or each.command is not None
        ]

    @server.feature(types.CODE_ACTION_RESOLVE)
    async def resolve(action: types.CodeAction) -> types.CodeAction:
        return await _resolved(server, action)

    @server.command(IGNORE_HERE)
    async def ignore_here(ls: Server, *arguments: object) -> None:
        data = read_action_data(arguments[0]) if arguments else None
        if data is None:
            return
        if len(arguments) > 1 and isinstance(arguments[1], str):
            if arguments[1] and not is_reason(arguments[1], MARKERS):
                ls.complaints.say("a reason is words on one line, without a second comment in it")
                return
            data["reason"] = arguments[1]
        edit = await _edit(ls, data)
        if edit is not None:
            ls.workspace_apply_edit(types.ApplyWorkspaceEditParams(edit, "Ignore a finding"))


async def _view(server: Server, uri: str) -> DocumentView | None:
    mapper = await server.diagnosed()
    document = server.documents.get(uri)
    model = (
        model_of(document, mapper, server.workflows) if document is not None and mapper is not None else None
    )
    if document is None or mapper is None or model is None:
        return None
    return DocumentView(
        uri, model.display, document.version, model.placed, model.elsewhere, server.settings, mapper
    )


async def _resolved(server: Server, action: types.CodeAction) -> types.CodeAction:
    """Return an action with its edit, where it is to have one that can still be made."""
    data = read_action_data(action.data)
    if data is not None:
        action.edit = await _edit(server, data)
    return action


async def _edit(server: Server, data: ActionData) -> types.WorkspaceEdit | None:
    """Return the edit of an action; `None` if the document has changed since it was offered."""
    view = await _view(server, data["uri"])
    if view is None or view.version != data["version"]:
        return None
    versioned = get_capability(
        server.client_capabilities, "workspace.workspace_edit.document_changes", default=False
    )
    done = await server.in_thread(partial(edit_of, data, view, versioned=bool(versioned)))
    server.complaints.report_internal(done.internal_errors)
    return done.edit


def _register_model(server: Server) -> None:
    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def on_hover(params: types.HoverParams) -> types.Hover | None:
        model = await server.model(params.text_document.uri)
        return hover(model, params.position, server.settings) if model is not None else None

    @server.feature(types.TEXT_DOCUMENT_INLAY_HINT)
    async def on_inlay_hint(params: types.InlayHintParams) -> list[types.InlayHint]:
        model = await server.model(params.text_document.uri)
        hints = inlay_hints(model, server.settings) if model is not None else []
        return [each for each in hints if params.range.start <= each.position <= params.range.end]

    @server.feature(types.TEXT_DOCUMENT_CODE_LENS)
    async def on_code_lens(params: types.CodeLensParams) -> list[types.CodeLens]:
        wanted = server.settings.code_lenses
        model = await server.model(params.text_document.uri) if wanted else None
        return code_lenses(model) if model is not None else []

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    async def on_document_symbol(params: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
        wanted = server.settings.symbols
        model = await server.model(params.text_document.uri) if wanted else None
        return document_symbols(model) if model is not None else []

    @server.command(SHOW_WORKFLOW)
    async def show_workflow(uri: str, name: str) -> str:
        model = await server.model(uri)
        return _shown(server, workflow_text(model, name) if model is not None else "")


def _shown(server: Server, text: str) -> str:
    """Return what a command returns, shown where the client does not show it itself."""
    if text and not server.settings.shows_workflows:
        server.window_show_message(types.ShowMessageParams(types.MessageType.Info, text))
    return text
