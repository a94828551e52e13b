"""The languages that wflint reads, each behind `wflint.ir.language.Language`."""

from __future__ import annotations

from pathlib import PurePath
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from wflint.ir.language import Language, ParseError
from wflint.languages.python import PYTHON
from wflint.languages.typescript import TYPESCRIPT

if TYPE_CHECKING:
    from wflint.files.text import SourceText

LANGUAGES: Final = (PYTHON, TYPESCRIPT)
SUFFIXES: Final = tuple(suffix for language in LANGUAGES for suffix in language.suffixes)
EDITOR_IDS: Final = MappingProxyType(
    {key: value for each in LANGUAGES for key, value in each.editor_ids.items()}
)
"""The identifiers that editors give documents, each with the suffix of such files."""
MARKERS: Final = tuple(dict.fromkeys(language.comments.marker for language in LANGUAGES))
"""What comments begin with."""


PROJECT_MARKS: Final = (*(name for language in LANGUAGES for name in language.project_files), ".git")
"""Names of which the folder of a project holds one."""


def language_of(path: PurePath | str) -> Language:
    """Return the language of a file by its suffix.

    The user may name a file whose suffix says nothing, such as a script; it is taken for Python.
    """
    suffix = (path if isinstance(path, PurePath) else PurePath(path)).suffix
    return next((language for language in LANGUAGES if suffix in language.suffixes), PYTHON)


def parses(source: SourceText) -> bool:
    """Return whether a file is valid in its language."""
    try:
        language_of(source.path).parse(source)
    except ParseError:
        return False
    return True
