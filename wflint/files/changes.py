"""The lines that have changed since a revision, according to git."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from wflint.errors import UsageError
from wflint.record import record

if TYPE_CHECKING:
    from wflint.files.text import SourceText

_HUNK: Final = re.compile(rb"@@ -[0-9,]+ \+(?P<first>[0-9]+)(?:,(?P<count>[0-9]+))? @@")
_ESCAPE: Final = re.compile(rb"\\([0-7]{3}|.)")
_LETTERS: Final = {b"a": b"\a", b"b": b"\b", b"f": b"\f", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"v": b"\v"}

# A repository's configuration may name programs, which must not run because somebody looks at what has changed.
_QUIET: Final = (
    "--no-pager", "--no-optional-locks", "-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}",
)  # fmt: skip
# Objects that a partial clone lacks are not fetched either; older versions of git know only which protocols they may use.
_OFFLINE: Final = {"GIT_NO_LAZY_FETCH": "1", "GIT_ALLOW_PROTOCOL": "none", "GIT_TERMINAL_PROMPT": "0"}
_FILTERS: Final = (
    "config",
    "--null",
    "--name-only",
    "--get-regexp",
    r"^filter\..*\.(clean|process|required|smudge)$",
)

# Whatever the user's own configuration says, the output is what is parsed here.
_DIFF: Final = (
    "diff", "--unified=0", "--inter-hunk-context=0", "--find-renames", "--no-color", "--no-ext-diff", "--no-textconv",
    "--ignore-submodules", "--no-relative", "--src-prefix=a/", "--dst-prefix=b/",
)  # fmt: skip


@record
class Changes:
    """What differs from a revision in the working tree.

    Attributes:
        lines: Stretches of changed lines as git counts them (only line feeds end one), by the file's real path.
        new: Files that git does not track yet.
    """

    lines: Mapping[str, tuple[range, ...]]
    new: frozenset[str]

    def touch(self, path: Path, source: SourceText, start: int, end: int) -> bool:
        """Return whether a stretch of a file lies on a changed line.

        Args:
            path: The file.
            source: Its text.
            start: Offset of the stretch's first character.
            end: Offset after its last character.
        """
        real = os.path.realpath(path)
        if real in self.new:
            return True
        first = source.text.count("\n", 0, start) + 1
        last = first + source.text.count("\n", start, max(start, end - 1))
        if source.notebook is not None:
            first, last = (source.file_line(source.line_of(each)) for each in (start, max(start, end - 1)))
        return any(first < each.stop and each.start <= last for each in self.lines.get(real, ()))


def changes_since(revision: str, folder: Path) -> Changes:
    """Return the changes in the repository of a folder: committed, staged, unstaged and new files.

    Args:
        revision: A commit, a branch, a tag.
        folder: A folder of the repository.

    Raises:
        UsageError: There is no git, no repository or no such revision.
    """
    git = shutil.which("git")
    if git is None:
        raise UsageError("--diff-base: git is not installed, or not on the PATH")
    top = _git(git, folder, "rev-parse", "--show-toplevel", hint=f"{folder} is in no git repository")
    root = Path(os.path.realpath(os.fsdecode(top.removesuffix(b"\n"))))
    hint = f"there is no revision `{revision}`; a shallow clone may have to fetch it first"
    if revision.startswith("-"):
        raise UsageError(f"--diff-base: {hint}")
    commit = _git(git, root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}", hint=hint)
    settings = _without_filters(git, root)
    patch = _git(
        git, root, *settings, *_DIFF, os.fsdecode(commit.strip()), "--", hint="git cannot compare the files"
    )
    untracked = _git(
        git, root, "ls-files", "--others", "--exclude-standard", "-z", hint="git cannot list new files"
    )
    lines = {os.path.realpath(root / name): stretches for name, stretches in _changed(patch)}
    new = (os.path.realpath(root / os.fsdecode(name)) for name in untracked.split(b"\0") if name)
    return Changes(lines, frozenset(new))


def _git(git: str, folder: Path, *arguments: str, hint: str) -> bytes:
    done = _run(git, folder, *arguments)
    if done.returncode:
        said = os.fsdecode(done.stderr).strip().partition("\n")[0]
        raise UsageError(f"--diff-base: {hint}" + (f" ({said})" if said else ""))
    return done.stdout


def _run(git: str, folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = [git, *_QUIET, "-C", str(folder), *arguments]
    return subprocess.run(command, capture_output=True, check=False, env={**os.environ, **_OFFLINE})  # noqa: S603 - git with fixed subcommands


def _without_filters(git: str, folder: Path) -> list[str]:
    """Return options that leave out the programs through which a configuration sends the contents of files.

    Raises:
        UsageError: The name of one cannot stand in an option.
    """
    found = _run(git, folder, *_FILTERS).stdout  # without such keys, git says nothing and fails
    names = [os.fsdecode(name) for name in found.split(b"\0") if name]
    if any("=" in name for name in names):
        raise UsageError(
            "--diff-base: the configuration of git names a filter with `=`, which cannot be left out"
        )
    values = ((name, "false" if name.endswith(".required") else "") for name in names)
    return [text for name, value in values for text in ("-c", f"{name}={value}")]


def _changed(patch: bytes) -> Iterator[tuple[str, tuple[range, ...]]]:
    """Yield the changed lines of each file in a patch without context."""
    for section in re.split(rb"^diff ", patch, flags=re.MULTILINE)[1:]:
        # Lines of the file itself come after the first `@@`, and all of them begin with a sign.
        head, *_ = re.split(rb"^@@", section, maxsplit=1, flags=re.MULTILINE)
        name = re.search(rb"^\+\+\+ (.+)$", head, re.MULTILINE)
        hunks = [match for line in section.split(b"\n") if (match := _HUNK.match(line))]
        stretches = tuple(
            range(int(match["first"]), int(match["first"]) + int(match["count"] or 1))
            for match in hunks
            if match["count"] != b"0"
        )
        if name is not None and stretches:
            yield _name(name[1]).removeprefix("b/"), stretches


def _name(written: bytes) -> str:
    """Return a path as git writes it: in quotes where it holds special characters, with a tab after it where it holds blanks."""
    written = written.removesuffix(b"\t")
    if written.startswith(b'"'):
        written = _ESCAPE.sub(_unescaped, written[1:-1])
    return os.fsdecode(written)


def _unescaped(match: re.Match[bytes]) -> bytes:
    escape = match[1]
    return bytes([int(escape, 8)]) if len(escape) == 3 else _LETTERS.get(escape, escape)
