"""Files and processes that give text or bytes, as their arguments say."""

from __future__ import annotations

from wflint.domain.alternatives import instance
from wflint.domain.values import Arguments, Value
from wflint.interpreter.catalogued import catalogued
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.frame import Frame
from wflint.interpreter.semantics.models import Model, model
from wflint.ir import nodes as ir

_SWITCHES = ("text", "universal_newlines")
_CODECS = ("encoding", "errors")


@model("subprocess.check_output")
def check_output(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """Return what a process has written: bytes, unless it is asked for text."""
    written = catalogued(ev, frame, node, "subprocess.check_output", arguments)
    is_text = _asks_for_text(arguments)
    if is_text is None:
        return written.without_alternatives()
    return instance("builtins.str", written.taint) if is_text else written


def _asks_for_text(arguments: Arguments) -> bool | None:
    """Return whether a process is asked for text; `None` where that is not known."""
    if arguments.rest is not None:
        return None
    found = False
    for name in (*_SWITCHES, *_CODECS):
        actual = arguments.keywords.get(name)
        if actual is not None:
            known = actual.value.constant
            if known is None and name in _SWITCHES:
                return None
            found = found or known is None or bool(known.value)
    return found


def _opens(name: str, place: int) -> Model:
    @model(name)
    def opened(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
        """Return a file of text, or of bytes where its mode says so."""
        file = catalogued(ev, frame, node, name, arguments)
        mode = arguments.get(place, "mode")
        if mode is None and arguments.rest is None:
            return file
        known = mode.value.constant.value if mode is not None and mode.value.constant is not None else None
        if not isinstance(known, str):
            return file.without_alternatives()
        kind = "io.BufferedReader" if "r" in known else "io.BufferedWriter"
        return instance(kind, file.taint) if "b" in known else file

    return opened


open_file = _opens("builtins.open", 1)
open_in_io = _opens("io.open", 1)
open_descriptor = _opens("os.fdopen", 1)
open_path = _opens("pathlib.Path.open", 0)
