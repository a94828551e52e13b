"""The configuration: options, where their values come from, and what is made from their one definition.

`settings.py` defines every option; reading, checking, `--show-settings`, the reference in Markdown and the JSON Schema
follow from it. To add an option, add a field there and use it.
"""

from __future__ import annotations

from wflint.config.load import (
    Configuration,
    Finder,
    Layer,
    Origin,
    import_roots,
    inline_layer,
    layer,
)
from wflint.config.settings import Option, OutputFormat, Settings, all_options, find_option

__all__ = [
    "Configuration",
    "Finder",
    "Layer",
    "Option",
    "Origin",
    "OutputFormat",
    "Settings",
    "all_options",
    "find_option",
    "import_roots",
    "inline_layer",
    "layer",
]
