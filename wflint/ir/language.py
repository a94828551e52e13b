"""What a language front end offers: the seam between source text and everything that reasons about code."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from wflint.record import record

if TYPE_CHECKING:
    # A run that finds no handler needs no tree, and one that finds no files no text.
    from wflint.files.comments import CommentSyntax
    from wflint.files.folders import Folders
    from wflint.files.text import EncodingOf, ReadText, SourceText
    from wflint.findings import Edit, Span
    from wflint.ir import nodes as ir
    from wflint.ir.rewriting import NodeRef, Rewriter


class ParseError(Exception):
    """A file is not valid in its language, or not for its parser.

    Attributes:
        reason: What the parser says.
        offset: Where, in characters of the text.
    """

    def __init__(self, reason: str, offset: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.offset = offset


class ImportLine(NamedTuple):
    """An import, as the text of a file shows it.

    Attributes:
        module: The last part of the name of the module that is imported, or imported from; empty where that is the folder.
        names: What is taken from it, `*` for everything; nothing where the module itself is imported.
        origin: The whole name of the module, as it is spelled.
    """

    module: str
    names: frozenset[str]
    origin: str


class ParsedModule(Protocol):
    """A parsed file. Where its nodes stand is computed when somebody asks."""

    @property
    def source(self) -> SourceText:
        """Return the file's text."""
        ...

    @property
    def module(self) -> ir.Module:
        """Return the tree."""
        ...

    def span(self, node: NodeRef) -> Span:
        """Return what a message underlines of a node: of a definition its name, of a clause its keyword."""
        ...

    def extent(self, node: NodeRef) -> Span:
        """Return where the whole of a node stands, a definition from its first decorator on."""
        ...


class Parse(Protocol):
    """Parses a file."""

    def __call__(
        self,
        source: SourceText,
        name: str = "",
        *,
        is_package: bool = False,
        before: ParsedModule | None = None,
    ) -> ParsedModule:
        """Parse a file.

        Args:
            source: The file's text.
            name: The name by which other modules import it.
            is_package: Whether it stands for its folder.
            before: What the file was before somebody edited it, of which the parse may share what has stayed.

        Raises:
            ParseError: It is not valid, or nests too deeply.
        """
        ...


class Resolver(Protocol):
    """Finds the first-party modules that code imports; reads them when something resolves into them."""

    def module_at(self, path: Path) -> ir.Module | None:
        """Return the module of a file, by its resolved path; `None` where it does not parse."""
        ...

    def import_module(self, dotted: str, level: int, importer: ir.Module) -> ir.Module | None:
        """Return the first-party module that an import names; `None` for third-party ones."""
        ...

    def submodule(self, package: ir.Module, name: str) -> ir.Module | None:
        """Return the module of a name in a package; `None` where there is none."""
        ...


class SourceResolver(Resolver, Protocol):
    """Finds first-party files as well, by the text of an import and without reading them."""

    def files(self, line: ImportLine, path: Path) -> Iterator[Path]:
        """Yield the first-party files that an import in a file may mean, by their resolved paths."""
        ...


LoadModule = Callable[[Path, str, bool], "ir.Module | None"]
"""Parses the file of a module, given its name and whether it stands for its folder; `None` where it does not parse."""

MakeResolver = Callable[[LoadModule, tuple[Path, ...], "Folders", frozenset[str]], SourceResolver]
"""Makes a resolver of what loads a module, the folders that modules are imported from beside those that the files
imply, what is in the folders, and the names of the engines' SDKs, which are never first-party."""

MakeRewriter = Callable[
    [
        Callable[["ir.Module"], ParsedModule],
        Callable[["ir.Module"], frozenset[str]],
        Callable[["ir.Module"], "int | None"],
    ],
    "Rewriter",
]
"""Makes what rewrites the modules of one run, of what parsed them, what tells the packages that the program around a
module also runs without, and what tells the longest line that the formatter of its project makes."""


@record
class Verified:
    """A rewritten file, tidied, and whether it holds by itself.

    Attributes:
        text: Its text, without the imports that the rewrite has left unused.
        problem: Why it does not hold, as a clause; empty where it does.
    """

    text: str
    problem: str = ""


class Verifier(Protocol):
    """Judges rewritten files; it may remember what it has seen of a text."""

    def verify(self, before: SourceText, text: str, edits: Iterable[Edit]) -> Verified:
        """Return a rewritten text, tidied, and what is wrong with it.

        Args:
            before: The file as it was.
            text: Its new text.
            edits: What was changed; comments that an edit is about may go.
        """
        ...


@record(eq=False)
class Language:
    """A language that wflint reads.

    Attributes:
        name: As messages call it, `Python`.
        suffixes: What the names of its files end with, `.py`.
        editor_ids: The identifiers that editors give its documents, each with the suffix of such files.
        project_files: The names of files that stand in a project's own folder, `pyproject.toml`.
        encoding_of: Finds the encoding that a file declares.
        read: Decodes a file, be it one that holds code beside other things.
        effects: The folder of the catalogue that tells what its libraries do.
        comments: How comments are written.
        import_lines: Reads the imports of a file from its bytes, without parsing it.
        last_part: Returns the last part of the name of a module that is imported; empty where that is the folder.
        parse: Parses a file.
        resolver: Makes what finds modules for the files of one run.
        rewriter: Makes what rewrites the modules of one run.
        verifier: Makes what judges rewritten files, given what parses their texts.
    """

    name: str
    suffixes: tuple[str, ...]
    editor_ids: Mapping[str, str]
    project_files: tuple[str, ...]
    encoding_of: EncodingOf
    read: ReadText
    effects: str
    comments: CommentSyntax
    import_lines: Callable[[bytes], Iterator[ImportLine]]
    last_part: Callable[[str], str]
    parse: Parse
    resolver: MakeResolver
    rewriter: MakeRewriter
    verifier: Callable[[Callable[[SourceText], ParsedModule]], Verifier]
