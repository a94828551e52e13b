"""What turns what rules ask for into edits, by language, in the style of the project around a file."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from wflint.files.folders import Folders
from wflint.files.text import SourceText
from wflint.ir import nodes as ir
from wflint.ir.language import Language
from wflint.ir.rewriting import Rewriter
from wflint.languages import language_of
from wflint.workspace.following import Following
from wflint.workspace.line_length import line_length
from wflint.workspace.optional_packages import optional_packages
from wflint.workspace.shared_names import any_of


@dataclass(slots=True)
class Rewriters:
    """Makes a rewriter for each language, when it is asked for.

    Attributes:
        following: What has loaded the modules.
        sdks: Top-level modules of the engines' SDKs.
        read: Reads the text of a file beside the code; `None` where that is not possible.
        folders: What answers questions about folders.
    """

    following: Following
    sdks: frozenset[str]
    read: Callable[[Path], SourceText | None]
    folders: Folders
    _made: dict[Language, Rewriter] = field(default_factory=dict["Language", "Rewriter"])
    _line_lengths: dict[Path, int | None] = field(default_factory=dict["Path", "int | None"])

    def of(self, module: ir.Module) -> Rewriter:
        """Return what turns what rules ask for into edits of a module."""
        language = language_of(self._path(module))
        if language not in self._made:
            self._made[language] = language.rewriter(
                lambda each: self.following.loaded(each).parsed, self._optional_sdks, self._line_length
            )
        return self._made[language]

    def _line_length(self, module: ir.Module) -> int | None:
        """Return the longest line that the formatter of the project around a module makes, where it has one."""
        path = self._path(module)
        if path.parent not in self._line_lengths:
            self._line_lengths[path.parent] = line_length(path, self.read, self.folders)
        return self._line_lengths[path.parent]

    def _optional_sdks(self, module: ir.Module) -> frozenset[str]:
        """Return the engines' SDKs that the program around a module also runs without."""
        words = _words_of(self.sdks)
        program = self.following.program(module)
        found = {each for each, loaded in program if loaded.record.mentions(words)}
        return optional_packages(found, self.sdks)

    def _path(self, module: ir.Module) -> Path:
        return self.following.loaded(module).record.path


@cache
def _words_of(packages: frozenset[str]) -> re.Pattern[bytes]:
    return any_of(packages)
