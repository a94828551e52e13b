"""The semantics of languages, one package each; the core of the interpreter is given one."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import Final

from wflint.interpreter.evaluator import Semantics


def _python() -> Semantics:
    from wflint.interpreter.semantics.python import PythonSemantics

    return PythonSemantics()


def _javascript() -> Semantics:
    from wflint.interpreter.semantics.javascript import JavaScriptSemantics

    return JavaScriptSemantics()


# Each loads a module for each library that it knows, and few projects have handlers in both languages.
_SEMANTICS: Final = MappingProxyType[str, Callable[[], Semantics]](
    {"Python": _python, "TypeScript": _javascript}
)


def semantics_of(language: str) -> Semantics:
    """Return what the code of a language means, by the name that messages have for it."""
    return _SEMANTICS[language]()
