"""The version of wflint."""

__version__ = "0.1.0"
