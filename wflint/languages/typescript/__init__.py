"""The front end of TypeScript and JavaScript: the only place that knows tree-sitter, which a run loads when a file needs it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from wflint.files.comments import CommentSyntax, Layout
from wflint.files.folders import Folders
from wflint.files.text import SourceText
from wflint.ir.language import Language, LoadModule, ParsedModule, SourceResolver
from wflint.languages.typescript.encoding import encoding_of
from wflint.languages.typescript.import_lines import import_lines, last_part
from wflint.languages.typescript.suffixes import SUFFIXES
from wflint.languages.typescript.verify import TypeScriptVerifier
from wflint.languages.typescript.words import WORDS

if TYPE_CHECKING:
    from wflint.ir import nodes as ir
    from wflint.ir.rewriting import Rewriter


def _find_layout(source: SourceText) -> Layout:
    from wflint.languages.typescript.layout import find_layout

    return find_layout(source)


def _parse(source: SourceText, name: str = "", *, is_package: bool = False) -> ParsedModule:
    from wflint.languages.typescript.parse import parse

    return parse(source, name, is_package=is_package)


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


TYPESCRIPT: Final = Language(
    name=WORDS.language,
    suffixes=SUFFIXES,
    editor_ids=MappingProxyType(
        {"typescript": ".ts", "typescriptreact": ".tsx", "javascript": ".js", "javascriptreact": ".jsx"}
    ),
    project_files=("package.json", "tsconfig.json", "jsconfig.json"),
    encoding_of=encoding_of,
    effects="javascript",
    comments=CommentSyntax("//", _find_layout, ("/*", "*/")),
    words=WORDS,
    import_lines=import_lines,
    last_part=last_part,
    parse=_parse,
    resolver=_resolver,
    rewriter=_rewriter,
    verifier=TypeScriptVerifier,
)

__all__ = ["TYPESCRIPT"]
