"""Tools for those who work on wflint."""
