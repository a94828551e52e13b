"""The Python front end: the only place that knows LibCST and pyflakes, which a run loads when a file needs them."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from wflint.files.comments import CommentSyntax
from wflint.files.notebook import SUFFIX as NOTEBOOK
from wflint.ir.language import Language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from wflint.files.comments import Layout
    from wflint.files.folders import Folders
    from wflint.files.text import SourceText
    from wflint.ir import nodes as ir
    from wflint.ir.language import ImportLine, LoadModule, ParsedModule, SourceResolver, Verifier
    from wflint.ir.rewriting import Rewriter


def _encoding_of(data: bytes, path: str) -> str:
    from wflint.languages.python.encoding import encoding_of

    return encoding_of(data, path)


def _import_lines(data: bytes) -> Iterator[ImportLine]:
    from wflint.languages.python.import_lines import import_lines

    return import_lines(data)


def _last_part(module: str) -> str:
    from wflint.languages.python.import_lines import last_part

    return last_part(module)


def _read(data: bytes, path: str) -> SourceText:
    from wflint.languages.python.notebooks import read_python

    return read_python(data, path)


def _find_layout(source: SourceText) -> Layout:
    from wflint.languages.python.layout import find_layout

    return find_layout(source)


def _parse(
    source: SourceText, name: str = "", *, is_package: bool = False, before: ParsedModule | None = None
) -> ParsedModule:
    from wflint.languages.python.parse import parse

    return parse(source, name, is_package=is_package, before=before)


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
    name="Python",
    suffixes=(".py", NOTEBOOK),
    editor_ids=MappingProxyType({"python": ".py"}),
    project_files=("pyproject.toml",),
    encoding_of=_encoding_of,
    read=_read,
    effects="python",
    comments=CommentSyntax("#", _find_layout),
    import_lines=_import_lines,
    last_part=_last_part,
    parse=_parse,
    resolver=_resolver,
    rewriter=_rewriter,
    verifier=_verifier,
)

__all__ = ["PYTHON"]
