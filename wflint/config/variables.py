"""The names of environment variables that give options; apart from the options, which every command would else load."""

from __future__ import annotations


def variable_of(key: str) -> str:
    """Return the environment variable that stands for an option of the command line."""
    return f"WFLINT_{key.replace('-', '_').upper()}"
