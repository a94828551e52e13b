"""Whether a rewritten file holds: it parses, keeps its comments, and pyflakes has nothing new to say."""

from __future__ import annotations

import ast
import io
import tokenize
import warnings
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from pyflakes import checker, messages

from wflint.files.edits import apply_edits
from wflint.files.text import SourceText
from wflint.findings import Edit
from wflint.languages.python.parse import ParseError, parse
from wflint.languages.python.rewriting.imports import without_import
from wflint.languages.python.rewriting.region import Region


def tidied(before: SourceText, text: str) -> str:
    """A rewritten text without the imports that the rewrite has left unused.

    Args:
        before: The file as it was.
        text: Its new text.
    """
    unused = {
        (message.lineno, _bound(str(message.message_args[0])))
        for message in _new_messages(before.text, text)
        if isinstance(message, messages.UnusedImport)
    }
    # From the end, so that the lines before stay where they are.
    for line, name in sorted(unused, reverse=True):
        source = SourceText(before.path, text, before.encoding, before.bom)
        try:
            region = Region(parse(source), None)
        except ParseError:
            return text
        text = apply_edits(text, without_import(region, name, line))
    return text


def _bound(name: str) -> str:
    """The variable of an import as pyflakes names it: `a.b as c`, `a.b`."""
    imported, _, alias = name.partition(" as ")
    return alias or (imported.rpartition(".")[2] if imported else imported)


def problem(before: SourceText, text: str, edits: Iterable[Edit]) -> str | None:
    """What is wrong with a rewritten text, as a clause; `None` where nothing is.

    Args:
        before: The file as it was.
        text: Its new text.
        edits: What was changed; comments that an edit is about may go.
    """
    try:
        parse(SourceText(before.path, text, before.encoding, before.bom))
    except ParseError as error:
        return f"the result would not parse: {error.reason}"
    after = SourceText(before.path, text)
    kept = [each for each in _comments(before) if not any(_rewrites(edit, each, before) for edit in edits)]
    if lost := Counter(each.text for each in kept) - Counter(each.text for each in _comments(after)):
        return f"the comment `{next(iter(lost))}` would be lost"
    for message in _new_messages(before.text, text):
        return f"pyflakes would say: {message.message % message.message_args}"
    return None


class _Comment(NamedTuple):
    """A comment and where it stands, as offsets into the text."""

    start: int
    end: int
    text: str


def _comments(source: SourceText) -> list[_Comment]:
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(source.text, newline="").readline))
    except (tokenize.TokenError, SyntaxError):
        return []
    found: list[_Comment] = []
    for token in tokens:
        if token.type == tokenize.COMMENT:
            start = source.line_start(token.start[0]) + token.start[1]
            found.append(_Comment(start, start + len(token.string), token.string.strip()))
    return found


def _rewrites(edit: Edit, comment: _Comment, source: SourceText) -> bool:
    """Whether an edit is about a comment, with the white space around it, and nothing beside."""
    start, end = edit.span.start, edit.span.end
    if end <= comment.start or comment.end <= start:
        return False
    around = source.text[start : comment.start] + source.text[comment.end : end]
    return not around.strip()


def _new_messages(before: str, after: str) -> list[messages.Message]:
    """What pyflakes says of a text and did not say before, wherever it stands."""
    old = Counter(map(_identity, _messages(before)))
    found: list[messages.Message] = []
    for message in _messages(after):
        if old[_identity(message)]:
            old[_identity(message)] -= 1
        else:
            found.append(message)
    return found


def _messages(text: str) -> Iterable[messages.Message]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return []  # the running Python may be older than the file
    found: list[messages.Message] = checker.Checker(tree).messages
    return sorted(found, key=lambda message: message.lineno)


def _identity(message: messages.Message) -> tuple[str, str]:
    return type(message).__name__, str(message.message_args)
