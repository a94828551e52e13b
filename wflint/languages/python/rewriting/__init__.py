"""Rewrites Python: turns what rules ask for into plain text edits of the file."""

from wflint.languages.python.rewriting.rewriter import PythonRewriter

__all__ = ["PythonRewriter"]
