"""The front end of TypeScript and JavaScript: the only place that knows tree-sitter, which a run loads when a file needs it."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from wflint.files.comments import CommentSyntax
from wflint.ir.language import Language
from wflint.languages.typescript.suffixes import SUFFIXES

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
    from wflint.languages.typescript.encoding import encoding_of

    return encoding_of(data, path)


def _import_lines(data: bytes) -> Iterator[ImportLine]:
    from wflint.languages.typescript.import_lines import import_lines

    return import_lines(data)


def _last_part(module: str) -> str:
    from wflint.languages.typescript.import_lines import last_part

    return last_part(module)


def _read(data: bytes, path: str) -> SourceText:
    from wflint.files.text import decode

    return decode(data, path, _encoding_of)


def _find_layout(source: SourceText) -> Layout:
    from wflint.languages.typescript.layout import find_layout

    return find_layout(source)


def _parse(
    source: SourceText, name: str = "", *, is_package: bool = False, before: ParsedModule | None = None
) -> ParsedModule:
    from wflint.languages.typescript.parse import parse

    return parse(source, name, is_package=is_package, before=before)


def _resolver(
    load: LoadModule, roots: tuple[Path, ...], folders: Folders, sdks: frozenset[str]
) -> SourceResolver:
    from wflint.languages.typescript.resolver import TypeScriptResolver

    return TypeScriptResolver(load, roots, folders, sdks)


def _rewriter(
    parsed: Callable[[ir.Module], ParsedModule],
    _optional: Callable[[ir.Module], frozenset[str]],
    line_length: Callable[[ir.Module], int | None],
) -> Rewriter:
    from wflint.languages.typescript.rewriting import TypeScriptRewriter

    return TypeScriptRewriter(parsed, line_length)


def _verifier(parse: Callable[[SourceText], ParsedModule]) -> Verifier:
    from wflint.languages.typescript.verify import TypeScriptVerifier

    return TypeScriptVerifier(parse)


TYPESCRIPT: Final = Language(
    name="TypeScript",
    suffixes=SUFFIXES,
    editor_ids=MappingProxyType(
        {"typescript": ".ts", "typescriptreact": ".tsx", "javascript": ".js", "javascriptreact": ".jsx"}
    ),
    project_files=("package.json", "tsconfig.json", "jsconfig.json"),
    encoding_of=_encoding_of,
    read=_read,
    effects="javascript",
    comments=CommentSyntax("//", _find_layout, ("/*", "*/")),
    import_lines=_import_lines,
    last_part=_last_part,
    parse=_parse,
    resolver=_resolver,
    rewriter=_rewriter,
    verifier=_verifier,
)

__all__ = ["TYPESCRIPT"]
