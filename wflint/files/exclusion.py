"""Which files and folders a walk leaves out: those that match a pattern, and what tools have built."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from wflint.files.gitignore import Patterns, exists, join, parse_patterns
from wflint.record import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

DEFAULT_EXCLUDE: Final = (
    ".angular/",
    ".astro/",
    ".bzr/",
    ".direnv/",
    ".docusaurus/",
    ".eggs/",
    ".expo/",
    ".git/",
    ".hg/",
    ".history/",
    ".ipynb_checkpoints/",
    ".mypy_cache/",
    ".netlify/",
    ".next/",
    ".nox/",
    ".nuxt/",
    ".nx/",
    ".open-next/",
    ".output/",
    ".parcel-cache/",
    ".pnp.cjs",
    ".pnp.js",
    ".pnp.loader.mjs",
    ".pnpm-store/",
    ".pyenv/",
    ".pytest_cache/",
    ".ruff_cache/",
    ".serverless/",
    ".sst/",
    ".svelte-kit/",
    ".svn/",
    ".tox/",
    ".turbo/",
    ".venv/",
    ".vercel/",
    ".vscode/",
    ".wrangler/",
    ".yarn/",
    "__pycache__/",
    "__pypackages__/",
    "*.d.cts",
    "*.d.mts",
    "*.d.ts",
    "*.min.js",
    "_build/",
    "lcov-report/",
    "node_modules/",
    "site-packages/",
    "venv/",
)
"""Folders and files without code of the project, as `.gitignore` patterns."""
OUTPUT_FOLDERS: Final = frozenset({"build", "dist"})
"""Folders that tools write what they build into, beside the file that makes a folder a project. Elsewhere they may well be code,
such as a route of Next.js, `app/api/build/`.
"""


@record
class Exclusion:
    """What a walk leaves out. Paths are absolute, with slashes on every system.

    Attributes:
        patterns: Patterns as in a `.gitignore`.
        root: The folder that they are relative to.
        project_marks: Names of which the folder of a project holds one.
        is_root_unmarked: Whether no project can be told around `root`, which then counts as one.
    """

    patterns: Patterns
    root: str
    project_marks: Sequence[str]
    is_root_unmarked: bool

    @classmethod
    def of(cls, lines: Iterable[str], root: str, project_marks: Sequence[str]) -> Exclusion:
        """Return what the patterns of some lines leave out, relative to `root`."""
        around = (root, *map(str, Path(root).parents))
        is_unmarked = not any(exists(join(folder, mark)) for folder in around for mark in project_marks)
        return cls(parse_patterns(lines), root, project_marks, is_unmarked)

    def leaves_out(
        self, path: str, folder: str, *, is_dir: bool, names: frozenset[str] | None = None
    ) -> bool:
        """Return whether a path is left out, whatever is above it.

        Args:
            path: The path below what the patterns are relative to.
            folder: The folder that it is in.
            is_dir: Whether it is a folder.
            names: The names in `folder`, where they are known.
        """
        verdict = self.patterns.verdict(path, is_dir=is_dir)
        if verdict is not None or not is_dir or path.rpartition("/")[2] not in OUTPUT_FOLDERS:
            return bool(verdict)
        if folder == self.root and self.is_root_unmarked:
            return True
        if names is not None:
            return not names.isdisjoint(self.project_marks)
        return any(exists(join(folder, mark)) for mark in self.project_marks)

    def matches(self, path: str, *, is_dir: bool) -> bool:
        """Return whether a path is left out, or a folder between it and the root of the patterns."""
        prefix = join(self.root, "")
        if not path.startswith(prefix):
            folder, _, name = path.rpartition("/")
            return self.leaves_out(name, folder, is_dir=is_dir)
        folder, below = self.root, ""
        parts = path.removeprefix(prefix).split("/")
        for number, name in enumerate(parts, 1):
            below = join(below, name)
            if self.leaves_out(below, folder, is_dir=is_dir or number < len(parts)):
                return True
            folder = join(folder, name)
        return False
