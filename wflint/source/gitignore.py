"""Patterns of `.gitignore` files, matched as git does: path by path from the top, the last matching pattern wins.

Libraries for this answer the question for a file's whole path, where an ignored folder's content counts as ignored.
A walk decides folder by folder, and there `!*/` and its like come out differently; so does a folder that the user
names although it is ignored. All patterns of a file make one regular expression, because a long `.gitignore` would
otherwise cost more than the walk.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_CLASSES: Final = {
    "alnum": "a-zA-Z0-9",
    "alpha": "a-zA-Z",
    "blank": " \\t",
    "cntrl": "\\x00-\\x1f\\x7f",
    "digit": "0-9",
    "graph": "\\x21-\\x7e",
    "lower": "a-z",
    "print": "\\x20-\\x7e",
    "punct": "\\x21-\\x2f\\x3a-\\x40\\x5b-\\x60\\x7b-\\x7e",
    "space": "\\t-\\r ",
    "upper": "A-Z",
    "xdigit": "0-9a-fA-F",
}
_SPECIAL: Final = re.compile(r"[*?\[\\]")
_CLASS_NAME: Final = re.compile(r"\[:([^]]*):\]")


@dataclass(frozen=True, slots=True)
class _Matcher:
    """The patterns of one kind as one alternation, the last one of the file first."""

    regex: re.Pattern[str]
    # For each group of the regex: the pattern's place in the file, and whether it ignores.
    verdicts: tuple[tuple[int, bool], ...]

    def match(self, text: str) -> tuple[int, bool]:
        """Place and verdict of the last pattern that matches; place -1 where none does."""
        match = self.regex.fullmatch(text)
        if match is None or match.lastindex is None:
            return (-1, False)
        return self.verdicts[match.lastindex - 1]


@dataclass(frozen=True, slots=True)
class Patterns:
    """The patterns of one `.gitignore`, relative to the folder that it lies in."""

    names: _Matcher
    paths: _Matcher

    def verdict(self, path: str, *, is_dir: bool) -> bool | None:
        """Whether the patterns ignore a file or folder; `None` where no pattern speaks of it.

        What lies in an ignored folder is ignored too, but that is for the walk to see to.

        Args:
            path: Path below the patterns' folder, with slashes, without one at its ends.
            is_dir: Whether it is a folder.
        """
        marked = _byte_chars(path) + ("/" if is_dir else "")
        by_name = self.names.match(marked[marked.rfind("/", 0, -1) + 1 :])
        by_path = self.paths.match(marked)
        place, ignored = max(by_name, by_path)
        return ignored if place >= 0 else None


@dataclass(frozen=True, slots=True)
class GitRules:
    """What git ignores in one folder: `.git/info/exclude` and each `.gitignore` from the repository's top down.

    Paths are absolute, with slashes on every system.
    """

    # Each with the length of its folder's path, the slash counted.
    _patterns: tuple[tuple[int, Patterns], ...] = ()

    def enter(self, folder: str) -> GitRules:
        """The rules for the content of a folder; the top of another repository starts anew."""
        rules = self
        if exists(join(folder, ".git")):
            rules = GitRules().plus(folder, ".git/info/exclude")
        return rules.plus(folder, ".gitignore")

    def ignore(self, path: str, *, is_dir: bool) -> bool:
        """Whether git ignores a file or folder whose own folder it does not ignore."""
        for prefix, patterns in reversed(self._patterns):
            verdict = patterns.verdict(path[prefix:], is_dir=is_dir)
            if verdict is not None:
                return verdict
        return False

    def plus(self, folder: str, file: str) -> GitRules:
        """These rules and the patterns of a file in `folder`, which go first."""
        try:
            content = Path(folder, file).read_bytes()
        except OSError:  # there is none, or git itself would go on without it
            return self
        # File names that are not UTF-8 come with surrogates from the system, too.
        lines = content.decode("utf-8-sig", errors="surrogateescape").split("\n")
        return GitRules((*self._patterns, (len(join(folder, "")), parse_patterns(lines))))


def rules_above(path: str, *, is_dir: bool) -> GitRules | None:
    """The rules that hold where `path` lies; `None` if git ignores it or a folder above it.

    Without a repository around it no `.gitignore` above counts.
    """
    folders: list[str] = []
    folder = path
    while True:
        above, _, _ = folder.rpartition("/")
        above = above or "/"
        if above == folder:
            return GitRules()
        folders.append(folder)
        folder = above
        if exists(join(folder, ".git")):
            break
    rules = GitRules()
    for inner in reversed(folders):
        rules = rules.enter(folder)
        if rules.ignore(inner, is_dir=is_dir or inner != path):
            return None
        folder = inner
    return rules


def exists(path: str) -> bool:
    """Whether there is such a file or folder, as far as one may look."""
    return os.path.exists(path)  # noqa: PTH110 - Path.exists raises where a folder may not be entered


def join(folder: str, name: str) -> str:
    """The path of `name` in a folder, with a slash; an empty folder is the working directory."""
    return folder + name if not folder or folder.endswith("/") else f"{folder}/{name}"


def parse_patterns(lines: Iterable[str]) -> Patterns:
    """Reads the lines of a `.gitignore`, or patterns written like it.

    A pattern that git would discard (an open bracket, a backslash at the end) is discarded here, too.
    """
    names: list[tuple[int, bool, str]] = []
    paths: list[tuple[int, bool, str]] = []
    for place, line in enumerate(lines):
        pattern = _byte_chars(_strip(line))
        if pattern.startswith("#"):
            continue
        negated = pattern.startswith("!")
        pattern = pattern.removeprefix("!")
        only_dirs = pattern.endswith("/")
        pattern = pattern.removesuffix("/")
        regex = _translate(pattern.removeprefix("/"))
        if regex:
            kind = paths if "/" in pattern else names
            kind.append((place, not negated, regex + ("/" if only_dirs else "/?")))
    return Patterns(_matcher(names), _matcher(paths))


def _byte_chars(text: str) -> str:
    """One character for each byte of the text as the system encodes it: git's `?` and `[...]` match a byte."""
    return text if text.isascii() else os.fsencode(text).decode("latin-1")


def _strip(line: str) -> str:
    """The line without its newline and the trailing spaces that no backslash keeps."""
    line = line.removesuffix("\n").removesuffix("\r")
    bare = line.rstrip(" ")
    backslashes = len(bare) - len(bare.rstrip("\\"))
    return bare + " " if backslashes % 2 and bare != line else bare


def _matcher(patterns: list[tuple[int, bool, str]]) -> _Matcher:
    last_first = patterns[::-1]
    regex = re.compile("|".join(f"({regex})" for _, _, regex in last_first) or "(?!)", re.DOTALL)
    return _Matcher(regex, tuple((place, ignored) for place, ignored, _ in last_first))


def _translate(pattern: str) -> str | None:
    """The pattern as a regular expression for a whole path, `None` where git discards it."""
    parts: list[str] = []
    at = 0
    while at < len(pattern):
        char = pattern[at]
        if char == "*":
            part, at = _stars(pattern, at)
            parts.append(part)
        elif char == "[":
            bracket = _bracket(pattern, at + 1)
            if bracket is None:
                return None
            part, at = bracket
            parts.append(part)
        elif char == "\\":
            if at + 1 == len(pattern):
                return None
            parts.append(re.escape(pattern[at + 1]))
            at += 2
        else:
            parts.append("[^/]" if char == "?" else re.escape(char))
            at += 1
    return "".join(parts)


def _stars(pattern: str, at: int) -> tuple[str, int]:
    """Translates the run of stars at `at`; two or more that fill a path segment cross slashes."""
    end = at
    while pattern[end : end + 1] == "*":
        end += 1
    # git compares a literal beginning first and starts anew behind it, so the `**` of `a**/b` crosses slashes, too.
    starts_segment = pattern[:at].endswith("/") or not _SPECIAL.search(pattern, 0, at)
    if (
        end - at == 1
        or not starts_segment
        or not (end == len(pattern) or pattern.startswith(("/", "\\/"), end))
    ):
        return "[^/]*", end
    if pattern.startswith("/", end):
        return "(?:.*/)?", end + 1
    return ".*", end


def _bracket(pattern: str, at: int) -> tuple[str, int] | None:
    """Translates the bracket whose content starts at `at`; `None` where it is not well formed."""
    negated = pattern[at : at + 1] in {"!", "^"}
    at += negated
    items: list[str] = []
    low = ""  # the character that a range could start with
    first = True
    while first or pattern[at : at + 1] != "]":
        first = False
        named = _CLASS_NAME.match(pattern, at)
        if named:
            if named[1] not in _CLASSES:
                return None
            items.append(_CLASSES[named[1]])
            low, at = "", named.end()
            continue
        is_range = pattern[at : at + 1] == "-" and low != "" and pattern[at + 1 : at + 2] not in {"", "]"}
        at += is_range
        at += pattern[at : at + 1] == "\\"
        char = pattern[at : at + 1]
        if not char:
            return None
        if not is_range:
            items.append(re.escape(char))
        elif low <= char:
            items.append(f"{re.escape(low)}-{re.escape(char)}")
        low = "" if is_range else char
        at += 1
    content = "".join(items)
    return (f"[^/{content}]" if negated else f"(?!/)[{content}]"), at + 1
