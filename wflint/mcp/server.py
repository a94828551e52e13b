"""The server: tools as clients see them, on standard input and output."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Final, TypeVar

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import Field

from wflint._version import __version__
from wflint.errors import WflintError
from wflint.fixes import FixPolicy
from wflint.mcp.tools import Tools
from wflint.pipeline.limits import analysis_limits

_Result = TypeVar("_Result")

_INSTRUCTIONS: Final = """\
wflint finds mistakes in durable-workflow handlers, in Python and TypeScript, that only show when a handler is replayed. Check \
after you write or change a handler; explain shows which code runs again; fix rewrites what can be rewritten. Nothing of the \
analysed code is run."""
_READS: Final = ToolAnnotations(read_only_hint=True, open_world_hint=False)
_WRITES: Final = ToolAnnotations(read_only_hint=False, destructive_hint=False, open_world_hint=False)

_Paths = Annotated[list[str], Field(description="Files and folders, relative to the working folder.")]
_Path = Annotated[str, Field(description="A file or folder, relative to the working folder.")]
_Write = Annotated[bool, Field(description="Change the files; without it, only diffs are returned.")]
_Unsafe = Annotated[bool, Field(description="Apply also fixes that may change what a handler does.")]
_SafeOnly = Annotated[bool, Field(description="Apply no fix that asks for runs in flight to be drained.")]


def serve(folder: Path) -> None:
    """Serve the tools in a folder until the client leaves."""
    # One check follows the other, so what they leave behind has to go.
    with analysis_limits(collects=True):
        make_server(folder).run("stdio")


def make_server(folder: Path) -> MCPServer[Any]:
    """Return the server for a folder."""
    tools = Tools(folder.resolve())
    server: MCPServer[Any] = MCPServer(
        "wflint", instructions=_INSTRUCTIONS, version=__version__, log_level="ERROR"
    )

    def check(paths: _Paths) -> dict[str, Any]:
        """Find mistakes in durable-workflow handlers; give `.` for the whole folder.

        Each finding has a code, level, path, range, message, what to do instead, its handler, and its fix as a unified diff.
        """
        return _told(lambda: tools.check(paths))

    def explain(path: _Path) -> str:
        """Show workflows as wflint sees them: their steps in order, what runs how often, the effects of the code."""
        return _told(lambda: tools.explain(path))

    def fix(
        paths: _Paths, *, write: _Write = False, unsafe: _Unsafe = False, safe_only: _SafeOnly = False
    ) -> dict[str, Any]:
        """Rewrite handlers so that replay does them no harm; returns what is fixed, what remains and why, and the diffs."""
        return _told(lambda: tools.fix(paths, FixPolicy.of(unsafe=unsafe, safe_only=safe_only), write=write))

    for tool, hints in ((check, _READS), (explain, _READS), (fix, _WRITES)):
        server.add_tool(tool, annotations=hints)
    return server


def _told(work: Callable[[], _Result]) -> _Result:
    """Return what a tool gives; what is wrong with the input becomes an error that the client is told.

    Raises:
        ToolError: The input is wrong.
    """
    try:
        return work()
    except WflintError as error:
        raise ToolError(str(error)) from error
