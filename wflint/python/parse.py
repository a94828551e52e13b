"""Parses Python source into the intermediate representation."""

from __future__ import annotations

import re
from dataclasses import dataclass

import libcst as cst

from wflint.ir import nodes as ir
from wflint.python.spans import Locator
from wflint.python.statements import lower_module
from wflint.source.text import SourceText


class ParseError(Exception):
    """The source is not Python that LibCST can parse.

    Attributes:
        reason: What the parser says.
        offset: Where, in characters of the text.
    """

    def __init__(self, reason: str, offset: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.offset = offset


@dataclass(frozen=True, slots=True)
class ParsedModule:
    """A parsed file: its tree, and the locator that turns handles into offsets."""

    source: SourceText
    module: ir.Module
    locator: Locator


def parse(source: SourceText, name: str = "", *, is_package: bool = False) -> ParsedModule:
    """Parse a file.

    Args:
        source: The file's text.
        name: Its dotted module name.
        is_package: Whether it is an `__init__`.

    Raises:
        ParseError: It does not parse, or nests deeper than Python itself would compile.
    """
    try:
        tree = cst.parse_module(source.text)
        module = lower_module(tree, source.path, name, is_package=is_package)
    except cst.ParserSyntaxError as error:
        raise ParseError(_reason(error), _offset(source, error)) from error
    except RecursionError as error:
        raise ParseError("it is nested too deeply to be parsed", 0) from error
    return ParsedModule(source, module, Locator(tree, source.text))


def _reason(error: cst.ParserSyntaxError) -> str:
    # LibCST's parser reports "parser error: error at 3:7: expected one of ..."; the position is shown on its own.
    return re.sub(r"^(?:parser error: )?error at \d+:\d+: ", "", error.message).strip() or "invalid syntax"


def _offset(source: SourceText, error: cst.ParserSyntaxError) -> int:
    line = min(max(error.raw_line, 1), source.line_count)
    return min(source.line_start(line) + max(error.raw_column, 0), len(source.text))
