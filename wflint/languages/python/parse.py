"""Parse Python source into the intermediate representation."""

from __future__ import annotations

import ast
import re
import warnings
from dataclasses import field

import libcst as cst

from wflint.files.text import SourceText
from wflint.findings import Span
from wflint.ir import nodes as ir
from wflint.ir.language import ParsedModule, ParseError
from wflint.ir.rewriting import NodeRef
from wflint.languages.python.late_bodies import LateBodies, with_stubs
from wflint.languages.python.reparse import reparsed
from wflint.languages.python.spans import Locator
from wflint.languages.python.split import TEXT, split
from wflint.languages.python.statements import LoweredDefinitions, lower_definitions, lower_module
from wflint.record import record

_TOO_DEEP = "it is nested too deeply to be parsed"
_UNKNOWN_SYNTAX = "LibCST, which parses Python for wflint, does not know this syntax"
_MAX_BRACKETS = 200  # CPython's limit, MAXLEVEL in its tokenizer
_MAX_OPERATORS = 6000  # CPython's limit, MAXSTACK in its parser
_OPERATORS = ("not", "lambda", "-", "+", "~", "**", "else", "await")
_PREFIX = re.compile(
    r"\b(?:not|await)\b|\blambda\b[^:\n]{0,99}:|[-+~]|\b\w{1,99}\s{0,9}(?:\*\*|if\b\s{0,9}\w{1,99}\s{0,9}else\b)"
)
_LONE_BACKSLASH = re.compile(r"(?<!\\\n)(?<!\\\r\n)^\\(?=\r?\n)", re.MULTILINE)
_BRACKET = re.compile(r"[()\[\]{}]")


@record
class PythonModule:
    """A parsed file, with the locator that turns handles of its tree into offsets."""

    source: SourceText
    module: ir.Module
    locator: Locator = field(repr=False)
    late: LateBodies = field(repr=False)
    definitions: LoweredDefinitions = field(repr=False)

    @property
    def tree(self) -> cst.Module:
        """Return the whole tree."""
        return self.late.completed()

    def span(self, node: NodeRef) -> Span:
        """Return what a message underlines of a node: of a definition its name, of a clause its keyword."""
        return Span(self.source.path, *self.locator.offsets(node.node.handle, node.enclosing_definition))

    def extent(self, node: NodeRef) -> Span:
        """Return where the whole of a node stands, a definition from its first decorator on."""
        return Span(self.source.path, *self.locator.extent(node.node.handle, node.enclosing_definition))


def parse(
    source: SourceText, name: str = "", *, is_package: bool = False, before: ParsedModule | None = None
) -> PythonModule:
    """Parse a file.

    Args:
        source: The file's text.
        name: Its dotted module name.
        is_package: Whether it is an `__init__`.
        before: What the file was before somebody edited it.

    Raises:
        ParseError: It does not parse, or nests deeper than Python itself would compile.
    """
    if _nests_too_deeply(source.text):
        raise ParseError(_TOO_DEEP, 0)
    earlier = own_module(before) if before is not None else None
    try:
        late = _late_bodies(source.text, earlier)
        definitions = lower_definitions(late, earlier.definitions if earlier is not None else {})
        module = lower_module(late, definitions, source.path, name, is_package=is_package)
    except (cst.ParserSyntaxError, cst.CSTValidationError) as error:  # the latter for b"a" "b"
        raise _explained(source, error) from error
    except RecursionError as error:
        raise ParseError(_TOO_DEEP, 0) from error
    locator = Locator(late, source.text, earlier.locator if earlier is not None else None)
    return PythonModule(source, module, locator, late, definitions)


def _late_bodies(text: str, before: PythonModule | None) -> LateBodies:
    late = reparsed(before.late, before.source.text, text) if before is not None else None
    if late is not None:
        return late
    definitions = split(text)
    return LateBodies.of(_tree(with_stubs(text, 0, len(text), definitions)), text, definitions)


def _tree(text: str) -> cst.Module:
    try:
        return cst.parse_module(text)
    except cst.ParserSyntaxError:
        # LibCST does not take a backslash before an indented line; Python takes it for white space, which is as long.
        plain = _LONE_BACKSLASH.sub(" ", text)
        if plain == text:
            raise
        return cst.parse_module(plain)


def own_module(parsed: ParsedModule) -> PythonModule:
    """Return a module that this front end has parsed, as what it is."""
    assert isinstance(parsed, PythonModule)  # noqa: S101 - callers get modules only from here
    return parsed


def _nests_too_deeply(text: str) -> bool:
    """Return whether code nests deeper than Python compiles: LibCST's native parser would overflow the stack."""
    # Most files are too short for that many, so that nothing need be counted.
    if len(text) >= _MAX_OPERATORS and sum(map(text.count, _OPERATORS)) >= _MAX_OPERATORS:
        if _has_long_run(text):
            return True
    if sum(map(text.count, "([{")) <= _MAX_BRACKETS:
        return False
    # Brackets in strings count at first, since few files have that many of them in a row.
    return _goes_too_deep(text) and _goes_too_deep(TEXT.sub("", text))


def _has_long_run(text: str) -> bool:
    """Return whether so many operators that take what follows as a whole stand in a row."""
    length, end = 0, 0
    for match in _PREFIX.finditer(text):
        length = 1 if text[end : match.start()].strip() else length + 1
        if length >= _MAX_OPERATORS:
            return True
        end = match.end()
    return False


def _goes_too_deep(text: str) -> bool:
    depth = 0
    for bracket in _BRACKET.findall(text):
        if bracket in "([{":
            depth += 1
            if depth > _MAX_BRACKETS:
                return True
        elif depth:
            depth -= 1
    return False


def _explained(source: SourceText, error: cst.ParserSyntaxError | cst.CSTValidationError) -> ParseError:
    """Return what is wrong, in the words of the running Python where it rejects the file as well; they are clearer.

    In a notebook, the first cell that does not parse by itself is to blame, even if the error shows in a later one.
    """
    for start, text in source.cell_texts():
        own = _problem(SourceText(source.path, text))
        if own is not None:
            return ParseError(own.reason, start + own.offset)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(source.text)
    except SyntaxError as known:
        return ParseError(known.msg, _offset(source, known.lineno or 1, (known.offset or 1) - 1))
    except (ValueError, RecursionError, MemoryError):
        pass
    if isinstance(error, cst.CSTValidationError):  # it knows no place
        return ParseError(str(error), 0)
    # LibCST reports "parser error: error at 3:7: expected one of ..."; only this position is always right.
    match = re.search(r"error at (\d+):(\d+): ", error.message)
    line, column = (int(match[1]), int(match[2]) - 1) if match else (error.raw_line, error.raw_column)
    return ParseError(_UNKNOWN_SYNTAX, _offset(source, line, column))


def _problem(source: SourceText) -> ParseError | None:
    """Return what is wrong with the code of a cell by itself."""
    try:
        _tree(source.text)
    except cst.ParserSyntaxError as error:
        return _explained(source, error)
    return None


def _offset(source: SourceText, line: int, column: int) -> int:
    line = min(max(line, 1), source.line_count)
    return min(source.line_start(line) + max(column, 0), len(source.text))
