"""What a rewrite looks at: one top-level definition of a file."""

from __future__ import annotations

import libcst as cst

from wflint.languages.python.parse import PythonModule
from wflint.languages.python.rewriting.edit_builder import EditBuilder
from wflint.languages.python.rewriting.source_view import SourceView
from wflint.languages.python.rewriting.syntax_tree import SyntaxTree


class SyntaxContext:
    """One top-level definition of a file: its tree, its text, and edits of it.

    Attributes:
        parsed: The file.
        tree: The definition's nodes.
        view: The file's text, as these nodes stand in it.
        edit: Builds edits of them.
        optional: Top-level modules that the program also runs without, so that nothing may import them here.
        line_length: The longest line that the project's formatter makes; `None` where it has none.
        indices: The names of new variables that count the rounds of loops.
    """

    def __init__(
        self,
        parsed: PythonModule,
        definition: object,
        optional: frozenset[str] = frozenset(),
        line_length: int | None = None,
    ) -> None:
        """Lay out a definition.

        Args:
            parsed: The file.
            definition: The definition; anything else for code outside of any, which takes the whole file.
            optional: Top-level modules that the program also runs without.
            line_length: The longest line that the project's formatter makes.
        """
        root = definition if isinstance(definition, (cst.FunctionDef, cst.ClassDef)) else parsed.tree
        self.parsed = parsed
        self.optional = optional
        self.line_length = line_length
        self.indices: dict[cst.For | cst.While | cst.CompFor, str] = {}
        self.tree = SyntaxTree(root, parsed.locator.nodes(root))
        self.view = SourceView(parsed, self.tree)
        self.edit = EditBuilder(self.view, self.tree)
