"""wflint: a linter and codemod tool for durable-workflow handlers."""

__version__ = "0.1.0"
