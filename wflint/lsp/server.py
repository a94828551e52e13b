"""The server: what it knows of the client, and the loop that checks whatever has changed."""

from __future__ import annotations

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from lsprotocol import types
from pygls.exceptions import PyglsError
from pygls.lsp._capabilities import get_capability
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from wflint._version import __version__
from wflint.errors import WflintError
from wflint.lsp.checker import Checked, Checker, CheckTask, SupersededError, explain
from wflint.lsp.complaints import Complaints
from wflint.lsp.diagnostics import diagnostics
from wflint.lsp.documents import Documents
from wflint.lsp.model import Model, model_of
from wflint.lsp.notebooks import NOTEBOOK_SYNC
from wflint.lsp.position_mapper import PositionMapper
from wflint.lsp.projects import WorkspaceSpec
from wflint.lsp.protocol import OwnDocuments
from wflint.lsp.publishing import Publisher
from wflint.lsp.settings import SECTION, ClientSettings, read_settings
from wflint.pipeline.limits import garbage_later

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from wflint.explaining import Workflow

_Result = TypeVar("_Result")

_LEAST_PAUSE: Final = 0.001
_LONGEST_PAUSE: Final = 0.5
_PAUSE: Final = 0.1
"""How long nothing must change before a check begins, as a part of what the last one took."""

_STACK: Final = 64 * 1024 * 1024
"""Bytes; calls are followed into each other, and threads get much less than the main one on some systems."""


class Server(LanguageServer):
    """A language server with one thread that checks.

    Attributes:
        documents: The open documents.
        settings: What the client sets.
        client: What the client says of itself.
        workflows: What the last explanation says.
        publisher: What the client has been told of files.
        complaints: What the user is told of that went wrong.
        is_told_to_end: Whether the client has said that it is about to go.
    """

    def __init__(self) -> None:
        super().__init__(  # pyright: ignore[reportUnknownMemberType] - pygls
            "wflint", __version__, protocol_cls=OwnDocuments, notebook_document_sync=NOTEBOOK_SYNC
        )
        self.settings = ClientSettings()
        self.client: types.ClientInfo | None = None
        self.is_told_to_end = False
        self.documents = Documents(types.PositionEncodingKind.Utf16)
        self._folders: dict[str, Path] = {}
        self.publisher = Publisher(self.text_document_publish_diagnostics, pulls=False)
        self.complaints = Complaints(self.window_show_message, self.window_log_message)
        self._checker = Checker()
        self._checked: Checked | None = None
        self.workflows: tuple[Workflow, ...] = ()
        self._epoch = self._refreshed = 0
        self._wanted = 0
        """Grows with every change; results for less are stale."""
        self._checked_for = 0
        self._explained_for = 0
        self._took = 0.0
        self._loop: asyncio.Task[None] | None = None
        self._progress = asyncio.Condition()
        self._release: asyncio.Future[None] | None = None
        self._thread = _thread()

    # --- what the client says ---

    def on_initialize(self, params: types.InitializeParams) -> None:
        """Take over what the client says of itself."""
        capabilities = params.capabilities
        self.client = params.client_info
        self.documents = Documents(self.workspace.position_encoding or types.PositionEncodingKind.Utf16)
        self.publisher.pulls = get_capability(capabilities, "text_document.diagnostic") is not None
        self.configure(params.initialization_options)
        folders = params.workspace_folders
        if folders is None and params.root_uri:
            folders = [types.WorkspaceFolder(params.root_uri, "")]
        for folder in folders or ():
            self.add_folder(folder.uri)

    def configure(self, given: object) -> None:
        """Take over the client's settings, and log what is wrong with them."""
        self.settings, complaints = read_settings(given)
        for complaint in complaints:
            self.complaints.note(complaint)
        self.changed(files=True)

    def add_folder(self, uri: str) -> None:
        """Look at one more folder."""
        path = to_fs_path(uri)
        if path is not None:
            self._folders[uri] = Path(path)
            self.changed(files=True)

    def remove_folder(self, uri: str) -> None:
        """No longer look at a folder."""
        self._folders.pop(uri, None)
        self.changed(files=True)

    def opened(self, item: types.TextDocumentItem) -> None:
        """Take a document over from the disk."""
        self.documents.open(item, self._home)
        self.publisher.opened(item.uri)
        self.changed(files=self.watches_by_itself)

    def edited(self, uri: str, version: int, changes: Sequence[types.TextDocumentContentChangeEvent]) -> None:
        """Change a document."""
        self.documents.change(uri, version, changes)
        self.changed()

    def closed(self, uri: str) -> None:
        """Leave a document to the disk again."""
        document = self.documents.get(uri)
        lasting = self._checked.lasting if self._checked is not None else frozenset[Path]()
        if document is None or document.path not in lasting or self.settings.open_files_only:
            # The next check would do it as well, unless the configuration makes no sense.
            self.publisher.closed(uri)
        self.documents.close(uri)
        self.changed()

    def opened_notebook(self, params: types.DidOpenNotebookDocumentParams) -> None:
        """Take a notebook over from the disk."""
        self.documents.open_notebook(params, self._home)
        self.changed(files=self.watches_by_itself)

    def edited_notebook(self, params: types.DidChangeNotebookDocumentParams) -> None:
        """Change a notebook."""
        self.documents.change_notebook(params)
        self.changed()

    def closed_notebook(self, uri: str) -> None:
        """Leave a notebook to the disk again; what was told of its cells is told of no document."""
        for cell in self.documents.close_notebook(uri):
            self.publisher.closed(cell)
        self.changed()

    @property
    def _home(self) -> Path:
        """Return where a document would be saved that has no name yet."""
        return next(iter(self._folders.values()), Path.cwd())

    @property
    def watches_by_itself(self) -> bool:
        """Return whether the client does not tell when files change."""
        return not get_capability(
            self.client_capabilities, "workspace.did_change_watched_files.dynamic_registration", default=False
        )

    async def ask_settings(self) -> None:
        """Ask the client for its settings, where it can be asked."""
        if get_capability(self.client_capabilities, "workspace.configuration", default=False):
            items = [types.ConfigurationItem(section=SECTION)]
            found = await self.workspace_configuration_async(types.ConfigurationParams(items))
            if found and found[0] is not None:
                self.configure(found[0])

    # --- the loop ---

    def changed(self, *, files: bool = False) -> None:
        """Something has changed, so check again.

        Args:
            files: Whether there may be other files, or another configuration.
        """
        self._epoch += files
        self._wanted += 1
        if self._loop is None or self._loop.done():
            self._loop = asyncio.ensure_future(self._keep_checking())
            self._loop.add_done_callback(self._ended)

    async def _keep_checking(self) -> None:
        while self._explained_for != self._wanted:
            number = self._wanted
            await asyncio.sleep(min(max(_LEAST_PAUSE, self._took * _PAUSE), _LONGEST_PAUSE))
            if number == self._wanted:
                with garbage_later():
                    await self._check(number)
            if number == self._wanted and self._checked is not None:
                await self._explain(number, self._checked)

    def _ended(self, loop: asyncio.Task[None]) -> None:
        """Tell of a mistake in wflint itself; whoever waits for a result gets the last one, and the next change a new try."""
        error = None if loop.cancelled() else loop.exception()
        if isinstance(error, Exception):
            self.report_server_error(error, PyglsError)
            advanced = self._advance(checked=self._wanted, explained=self._wanted)
            self._release = asyncio.ensure_future(advanced)

    async def _check(self, number: int) -> None:
        """Check once, and publish what is found if nothing has changed meanwhile."""
        documents = {document.path: document for document in self.documents}
        task = CheckTask(WorkspaceSpec(tuple(self._folders.values()), self.settings, self._epoch), documents)
        started = time.monotonic()
        try:
            checked = await self.in_thread(partial(self._checker.check, task, lambda: number != self._wanted))
        except SupersededError:
            return
        except WflintError as error:
            self.complaints.say(str(error))
            await self._advance(checked=number, explained=number)
            return
        if number != self._wanted:
            return
        self._took = time.monotonic() - started
        self.complaints.say_again()
        self._checked = checked
        self.documents.prune_changes(
            state for path, state in documents.items() if state is checked.analyzed[path]
        )
        self._publish(checked)
        self.complaints.report_internal(checked.report.internal_errors)
        await self._advance(checked=number)

    async def _explain(self, number: int, checked: Checked) -> None:
        """Explain what was checked, unless something has changed meanwhile."""
        try:
            explanation = await self.in_thread(partial(explain, checked))
        except SupersededError:
            return
        self.workflows = explanation.workflows
        self.complaints.report_internal(explanation.internal_errors)
        if number == self._wanted:
            await self._advance(explained=number)
            self._refresh_model()

    def _publish(self, checked: Checked) -> None:
        found = diagnostics(_mapper(self.documents, checked))
        documents = {document.uri: document for document in self.documents.texts}
        changed = self.publisher.update(found, documents, open_only=self.settings.open_files_only)
        refreshable = get_capability(
            self.client_capabilities, "workspace.diagnostics.refresh_support", default=False
        )
        if changed and self.publisher.pulls and refreshable:
            self.workspace_diagnostic_refresh(None)

    def _refresh_model(self) -> None:
        """Have the client ask again for what it may show of an older model.

        It has asked by itself for the document that was edited.
        """
        capabilities = self.client_capabilities
        if self._refreshed == self._epoch and len(self.documents.texts) < 2:
            return
        self._refreshed = self._epoch
        if get_capability(capabilities, "workspace.inlay_hint.refresh_support", default=False):
            self.workspace_inlay_hint_refresh(None)
        if get_capability(capabilities, "workspace.code_lens.refresh_support", default=False):
            self.workspace_code_lens_refresh(None)

    async def _advance(self, *, checked: int | None = None, explained: int | None = None) -> None:
        async with self._progress:
            self._checked_for = checked or self._checked_for
            self._explained_for = explained or self._explained_for
            self._progress.notify_all()

    async def in_thread(self, work: Callable[[], _Result]) -> _Result:
        """Do something on the thread that checks."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def shutdown(self) -> None:
        """End; a check that is going on is given up."""
        self._wanted += 1
        self._thread.shutdown(wait=False, cancel_futures=True)
        if isinstance(self.protocol.writer, asyncio.StreamWriter):
            self.protocol.writer.close()  # from Python 3.12 on a TCP server waits for its connections to end
        super().shutdown()  # type: ignore[no-untyped-call] # that of pygls has no annotation

    # --- what the features ask for ---

    async def diagnosed(self) -> PositionMapper | None:
        """Return the files of a check of everything as it is now; `None` where there can be none."""
        async with self._progress:
            await self._progress.wait_for(lambda: self._checked_for == self._wanted)
        return _mapper(self.documents, self._checked) if self._checked is not None else None

    async def model(self, uri: str) -> Model | None:
        """Return the model of a document as it is now; `None` for one that is not open or not checked."""
        async with self._progress:
            await self._progress.wait_for(lambda: self._explained_for == self._wanted)
        document = self.documents.get(uri)
        if document is None or self._checked is None:
            return None
        return model_of(document, _mapper(self.documents, self._checked), self.workflows)


def _mapper(documents: Documents, checked: Checked) -> PositionMapper:
    """Return what turns the offsets of a check into positions of the documents as they are now."""
    return PositionMapper(checked, documents.encoding, {document.path: document for document in documents})


def _thread() -> ThreadPoolExecutor:
    """Return an executor with one thread, which has a large stack."""
    usual = threading.stack_size(_STACK)
    thread = ThreadPoolExecutor(1, "wflint")
    thread.submit(int).result()
    threading.stack_size(usual)
    return thread
