"""How wflint and what it is compared with are run, each as a command of its own."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from corpus import REPOSITORY
from measure import Command

if TYPE_CHECKING:
    from collections.abc import Iterable

HERE = REPOSITORY / "benchmarks"
_NODE = HERE / "node" / "node_modules" / ".bin"
_OWN = Path(sys.executable).parent
_OTHERS = Path(sys.prefix) / "others" / "bin"
"""Their dependencies and wflint's do not agree."""
_ANY = tuple(range(32))
"""The exit codes of pylint say which kinds of messages there were."""


class MissingError(Exception):
    """A program is not installed."""


@dataclass(frozen=True)
class Tools:
    """What is run, from the environment that this interpreter belongs to.

    Attributes:
        scratch: Where wflint's cache and lists of files may lie.
    """

    scratch: Path

    def wflint(self, folder: Path, *arguments: str, is_warm: bool = False) -> Command:
        """Check a folder, cold unless it is to be warm."""
        cache = ("--cache-dir", str(self.scratch / "cache")) if is_warm else ("--no-cache",)
        return Command((_program("wflint", _OWN), "check", "--exit-zero", *cache, *arguments), folder)

    def version(self) -> Command:
        """Ask wflint for its version."""
        return Command((_program("wflint", _OWN), "--version"), self.scratch)

    def import_click(self) -> Command:
        """Start Python and import Click."""
        return Command((sys.executable, "-c", "import click"), self.scratch)

    def git_status(self, folder: Path) -> Command:
        """Ask git what has changed."""
        return Command((_program("git"), "status", "--porcelain"), folder)

    def libcst(self, files: Iterable[Path], name: str) -> Command:
        """Have LibCST parse some files; the name tells their list from others."""
        listed = self.scratch / f"{name}.txt"
        listed.write_text("\n".join(map(str, files)), encoding="utf-8")
        return Command((sys.executable, str(HERE / "parse_files.py"), str(listed)), self.scratch)

    def ruff(self, folder: Path) -> Command:
        """Check with Ruff's default rules."""
        return Command((_program("ruff", _OTHERS), "check", "--no-cache", "--isolated", "."), folder)

    def flake8(self, folder: Path) -> Command:
        """Check with flake8's default rules."""
        return Command((_program("flake8", _OTHERS), "--isolated", "--jobs", "1", "."), folder)

    def pylint(self, folder: Path) -> Command:
        """Check with one checker of pylint's."""
        options = ("--disable=all", "--enable=unused-variable", "--persistent=n", "--recursive=y", "--jobs=1")
        return Command((_program("pylint", _OTHERS), *options, "."), folder, _ANY)

    def fixit(self, folder: Path) -> Command:
        """Check with one rule of Fixit's."""
        return Command((_program("fixit", _OTHERS), "--rules", "fixit.rules:UseFstring", "lint", "."), folder)

    def eslint(self, folder: Path) -> Command:
        """Check with ESLint and the recommended rules of typescript-eslint."""
        config = str(HERE / "node" / "eslint.config.mjs")
        return Command((_node_program("eslint"), "--no-cache", "--config", config, "."), folder)

    def oxlint(self, folder: Path) -> Command:
        """Check with oxlint's default rules."""
        return Command((_node_program("oxlint"), "."), folder)

    def versions(self) -> str:
        """Return which versions are compared."""
        python = (_version_of(_OTHERS / name) for name in ("ruff", "flake8", "pylint", "fixit"))
        node = (_version_of(_NODE / name) for name in ("eslint", "oxlint"))
        return ", ".join(each for each in (f"libcst {version('libcst')}", *python, *node) if each)


def _version_of(program: Path) -> str:
    """Return a program's name and version; nothing where it is not installed."""
    if not program.exists():
        return ""
    done = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    number = re.search(r"\d+\.[\d.]+", done.stdout)
    return f"{program.name} {number[0]}" if number is not None else ""


def _program(name: str, folder: Path | None = None) -> str:
    """Return the path of a program that is in a folder, or anywhere on the search path."""
    path = shutil.which(name, path=folder)
    if path is None:
        raise MissingError(f"{name} is not installed")
    return path


def _node_program(name: str) -> str:
    _program("node")
    return _program(name, _NODE)
