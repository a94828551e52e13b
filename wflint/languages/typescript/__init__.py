"""The front end of TypeScript and JavaScript: the only place that knows tree-sitter."""
