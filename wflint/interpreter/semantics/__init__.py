"""The semantics of languages, one package each; the core of the interpreter is given one."""

from __future__ import annotations

from wflint.interpreter.evaluator import Semantics
from wflint.interpreter.semantics.javascript import JavaScriptSemantics
from wflint.interpreter.semantics.python import PythonSemantics

_SEMANTICS: dict[str, type[Semantics]] = {"Python": PythonSemantics, "TypeScript": JavaScriptSemantics}


def semantics_of(language: str) -> Semantics:
    """Return what the code of a language means, by the name that messages have for it."""
    return _SEMANTICS[language]()
