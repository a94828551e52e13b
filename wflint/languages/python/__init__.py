"""The Python front end: the only place that knows LibCST and pyflakes, which a run loads when a file needs them."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from wflint.files.comments import CommentSyntax, Layout
from wflint.files.text import SourceText
from wflint.ir.language import Language, LoadModule, ParsedModule, SourceResolver, Verifier
from wflint.languages.python.import_lines import import_lines, last_part
from wflint.languages.python.words import WORDS

if TYPE_CHECKING:
    from pathlib import Path

    from wflint.files.folders import Folders
    from wflint.ir import nodes as ir
    from wflint.ir.rewriting import Rewriter


def _encoding_of(data: bytes, path: str) -> str:
    from wflint.languages.python.encoding import encoding_of

    return encoding_of(data, path)


def _find_layout(source: SourceText) -> Layout:
    from wflint.languages.python.layout import find_layout

    return find_layout(source)


def _parse(source: SourceText, name: str = "", *, is_package: bool = False) -> ParsedModule:
    from wflint.languages.python.parse import parse

    return parse(source, name, is_package=is_package)


def _resolver(
    load: LoadModule, roots: tuple[Path, ...], folders: Folders, sdks: frozenset[str]
) -> SourceResolver:
    from wflint.languages.python.resolver import PythonResolver

    return PythonResolver(load, roots, folders, sdks)


def _rewriter(
    parsed: Callable[[ir.Module], ParsedModule],
    optional: Callable[[ir.Module], frozenset[str]],
    line_length: Callable[[ir.Module], int | None],
) -> Rewriter:
    from wflint.languages.python.rewriting import PythonRewriter

    return PythonRewriter(parsed, optional, line_length)


def _verifier(parse: Callable[[SourceText], ParsedModule]) -> Verifier:
    from wflint.languages.python.verify import PythonVerifier

    return PythonVerifier(parse)


PYTHON: Final = Language(
    name=WORDS.language,
    suffixes=(".py",),
    editor_ids=MappingProxyType({"python": ".py"}),
    project_files=("pyproject.toml",),
    encoding_of=_encoding_of,
    effects="python",
    comments=CommentSyntax("#", _find_layout),
    words=WORDS,
    import_lines=import_lines,
    last_part=last_part,
    parse=_parse,
    resolver=_resolver,
    rewriter=_rewriter,
    verifier=_verifier,
)

__all__ = ["PYTHON"]
