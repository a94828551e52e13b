"""Patterns of `.gitignore` files in a walk: path by path from the top, the last matching pattern wins.

pathspec translates each pattern. Its `GitIgnoreSpec` answers the question for a file's whole path, where an ignored
folder's content counts as ignored. A walk decides folder by folder, and there `!*/` and its like come out
differently; so does a folder that the user names although it is ignored.

A few rare patterns mean to pathspec what they do not mean to git: named classes (`[[:digit:]]`), a backslash or a
slash that a bracket could match, `**` beside other characters, a tab at the end, and `?` for a byte of a character.
"""

from __future__ import annotations

import os
import re
import warnings
from itertools import groupby, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

from wflint.files.reading import read_bytes
from wflint.files.wildcards import without_retries
from wflint.record import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


_ABOVE: Final = "ps_d"
"""The group in which pathspec's regular expressions hold the slash after a folder above the path."""
_LONGEST: Final = 2**14
"""Characters of the longest pattern: no path is as long."""
_PLAIN: Final = re.compile(r"[\w.+@~-]+/?|\*[\w.+@~-]+")
"""A name, perhaps of a folder, or any name that ends so."""


@record
class _Pattern:
    """One pattern: what it matches, whether only folders, and whether it ignores them or takes them back in."""

    regex: re.Pattern[str]
    only_dirs: bool
    ignores: bool

    def match(self, path: str, *, is_dir: bool) -> bool:
        """Return whether it is about a file or folder itself, and not about one above it."""
        if self.only_dirs and not is_dir:
            return False
        match = self.regex.search(path)
        return match is not None and not match.groupdict().get(_ABOVE)


@record
class _Names:
    """Patterns that stand beside each other and need no translation: names, and endings after a star.

    Most lines of a `.gitignore` are such ones. All of them are looked up at once, wherever the file or folder is.

    Attributes:
        names: Names of files and folders.
        folders: Names of folders alone.
        endings: What names of files and folders end with.
        ignores: Whether they ignore what they match, or take it back in.
    """

    names: frozenset[str]
    folders: frozenset[str]
    endings: tuple[str, ...]
    ignores: bool

    @classmethod
    def of(cls, lines: Sequence[str]) -> _Names:
        """Return what some such lines mean."""
        return cls(
            frozenset(each for each in lines if each[0] != "*" and each[-1] != "/"),
            frozenset(each[:-1] for each in lines if each[-1] == "/"),
            tuple(each[1:] for each in lines if each[0] == "*"),
            ignores=True,
        )

    def match(self, path: str, *, is_dir: bool) -> bool:
        """Return whether one of them is about a file or folder itself."""
        name = path[path.rfind("/") + 1 :]
        return name in self.names or (is_dir and name in self.folders) or name.endswith(self.endings)


@record
class Patterns:
    """The patterns of one `.gitignore`, the last one first, relative to the folder that it lies in."""

    last_first: tuple[_Pattern | _Names, ...]

    def verdict(self, path: str, *, is_dir: bool) -> bool | None:
        """Return whether the patterns ignore a file or folder; `None` where no pattern matches it.

        The contents of an ignored folder are ignored too, which is left to the walk.

        Args:
            path: Path below the patterns' folder, with slashes, without one at its ends.
            is_dir: Whether it is a folder.
        """
        for pattern in self.last_first:
            if pattern.match(path, is_dir=is_dir):
                return pattern.ignores
        return None


@record
class GitRules:
    """What git ignores in one folder: `.git/info/exclude` and each `.gitignore` from the repository's top down.

    Paths are absolute, with slashes on every system.
    """

    # Each with the length of its folder's path, the slash counted.
    _patterns: tuple[tuple[int, Patterns], ...] = ()

    def enter(self, folder: str, names: frozenset[str] | None = None) -> GitRules:
        """Return the rules for the content of a folder; the top of another repository starts anew.

        Args:
            folder: The folder.
            names: What is in it, where that is known.
        """
        rules = self
        if (names is None or ".git" in names) and exists(join(folder, ".git")):
            rules = GitRules().plus(folder, ".git/info/exclude")
        return rules.plus(folder, ".gitignore") if names is None or ".gitignore" in names else rules

    def ignore(self, path: str, *, is_dir: bool) -> bool:
        """Return whether git ignores a file or folder whose own folder it does not ignore."""
        for prefix, patterns in reversed(self._patterns):
            verdict = patterns.verdict(path[prefix:], is_dir=is_dir)
            if verdict is not None:
                return verdict
        return False

    def plus(self, folder: str, file: str) -> GitRules:
        """Return these rules with the patterns of a file in `folder`, which go first."""
        try:
            content = read_bytes(Path(folder, file))
        except OSError:  # there is none, or git itself would go on without it
            return self
        # File names that are not UTF-8 come with surrogates from the system, too.
        lines = content.decode("utf-8-sig", errors="surrogateescape").split("\n")
        return GitRules((*self._patterns, (len(join(folder, "")), parse_patterns(lines))))


def rules_above(path: str, *, is_dir: bool) -> GitRules | None:
    """Return the rules that hold where `path` lies; `None` if git ignores it or a folder above it.

    Without a repository around it no `.gitignore` above counts.
    """
    folders = [folder.as_posix() for folder in Path(path).parents]
    top = next((place for place, folder in enumerate(folders) if exists(join(folder, ".git"))), None)
    rules = GitRules()
    if top is None:
        return rules
    for folder, inner in pairwise([*folders[top::-1], path]):
        rules = rules.enter(folder)
        if rules.ignore(inner, is_dir=is_dir or inner != path):
            return None
    return rules


def exists(path: str) -> bool:
    """Return whether there is such a file or folder, as far as one may look."""
    return os.path.exists(path)  # noqa: PTH110 - Path.exists raises where a folder may not be entered


def join(folder: str, name: str) -> str:
    """Return the path of `name` in a folder, with a slash; an empty folder is the working directory."""
    return folder + name if not folder or folder.endswith("/") else f"{folder}/{name}"


def parse_patterns(lines: Iterable[str]) -> Patterns:
    """Read the lines of a `.gitignore`, or patterns written like it.

    What is not a pattern is passed over, as git does it.
    """
    patterns: list[_Pattern | _Names] = []
    for is_plain, group in groupby(lines, lambda line: _PLAIN.fullmatch(line) is not None):
        several = tuple(group)
        patterns += [_Names.of(several)] if is_plain else filter(None, map(_parse, several))
    return Patterns(tuple(reversed(patterns)))


def _parse(line: str) -> _Pattern | None:
    if not line.strip() or line.startswith("#") or len(line) > _LONGEST:
        return None
    with warnings.catch_warnings():
        # The warning about `[[` is for who writes a regular expression, not for who writes a pattern.
        warnings.simplefilter("ignore", FutureWarning)
        return _translated(line)


def _translated(line: str) -> _Pattern | None:
    # Its import takes longer than most commands without a walk take to run.
    from pathspec.patterns.gitignore.spec import GitIgnoreSpecPattern  # noqa: PLC0415

    bare = line.rstrip()
    # With its slash a pattern would match a folder's content, but not the folder itself.
    only_dirs = bare.endswith("/")
    try:
        regex, ignores = GitIgnoreSpecPattern.pattern_to_regex(bare[:-1] if only_dirs else line)
        return (
            None if regex is None else _Pattern(re.compile(without_retries(regex)), only_dirs, bool(ignores))
        )
    except (ValueError, re.error):
        return None
