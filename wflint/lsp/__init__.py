"""The language server: what `wflint check`, `fix` and `explain` know, in the editor, while the code is written."""
