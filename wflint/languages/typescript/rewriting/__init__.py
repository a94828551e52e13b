"""Rewrites TypeScript and JavaScript: turns what rules ask for into plain text edits of the file."""

from wflint.languages.typescript.rewriting.rewriter import TypeScriptRewriter

__all__ = ["TypeScriptRewriter"]
