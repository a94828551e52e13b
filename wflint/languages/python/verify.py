"""Judge rewritten files: whether they parse, keep their comments, and give pyflakes nothing new to say."""

from __future__ import annotations

import ast
import warnings
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace

from pyflakes import checker, messages

from wflint.files.comments import lost_comment
from wflint.files.edits import apply_edits
from wflint.files.text import SourceText
from wflint.findings import Edit
from wflint.ir.language import ParsedModule, ParseError, Verified
from wflint.languages.python.layout import find_layout
from wflint.languages.python.parse import own_module
from wflint.languages.python.rewriting.imports import without_import
from wflint.languages.python.rewriting.syntax_context import SyntaxContext


class PythonVerifier:
    """Judges rewritten files; each text is linted once, however often it is asked about."""

    def __init__(self, parse: Callable[[SourceText], ParsedModule]) -> None:
        self._parse = parse
        self._messages: dict[str, tuple[messages.Message, ...]] = {}

    def verify(self, before: SourceText, text: str, edits: Iterable[Edit]) -> Verified:
        """Return a rewritten text, tidied, and what is wrong with it."""
        text = self._without_unused_imports(before, text)
        return Verified(text, self._problem(before, text, edits))

    def _without_unused_imports(self, before: SourceText, text: str) -> str:
        unused = {
            (message.lineno, _bound(str(message.message_args[0])))
            for message in self._new_messages(before.text, text)
            if isinstance(message, messages.UnusedImport)
        }
        # From the end, so that the lines before stay where they are.
        for line, name in sorted(unused, reverse=True):
            try:
                parsed = self._parse(_with_text(before, text))
            except ParseError:
                return text
            text = apply_edits(text, without_import(SyntaxContext(own_module(parsed), None), name, line))
        return text

    def _problem(self, before: SourceText, text: str, edits: Iterable[Edit]) -> str:
        try:
            self._parse(_with_text(before, text))
        except ParseError as error:
            return f"the result would not parse: {error.reason}"
        lost = lost_comment(before, _with_text(before, text), edits, find_layout)
        if lost is not None:
            return f"the comment `{lost}` would be lost"
        for message in self._new_messages(before.text, text):
            return f"pyflakes would say: {message.message % message.message_args}"
        return ""

    def _new_messages(self, before: str, after: str) -> list[messages.Message]:
        """Return what pyflakes says of a text and did not say before, wherever it stands."""
        old = Counter(map(_identity, self._messages_on(before)))
        found: list[messages.Message] = []
        for message in self._messages_on(after):
            if old[_identity(message)]:
                old[_identity(message)] -= 1
            else:
                found.append(message)
        return found

    def _messages_on(self, text: str) -> tuple[messages.Message, ...]:
        known = self._messages.get(text)
        if known is None:
            known = self._messages[text] = tuple(_lint(text))
        return known


def _with_text(source: SourceText, text: str) -> SourceText:
    return replace(source, text=text, secrets=())


def _lint(text: str) -> Iterable[messages.Message]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return []  # the running Python may be older than the file
    try:
        found: list[messages.Message] = checker.Checker(tree).messages
    except (AssertionError, RecursionError):
        return []  # it fails on some files, such as those with a late `from __future__`
    return sorted(found, key=lambda message: message.lineno)


def _identity(message: messages.Message) -> tuple[str, str]:
    return type(message).__name__, str(message.message_args)


def _bound(name: str) -> str:
    """Return the variable of an import as pyflakes names it: `a.b as c`, `a.b`."""
    imported, _, alias = name.partition(" as ")
    return alias or (imported.rpartition(".")[2] if imported else imported)
