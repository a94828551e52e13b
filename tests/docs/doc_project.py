"""A scratch copy of an example project, in which the commands of a page run one after the other."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

from command_line import run

from wflint.tables.toml import parse_toml

ROOT = Path(__file__).parent.parent.parent
_INSTALLING = re.compile(r"(?:python -m )?(?:pip|pipx|uv tool|uv pip) install\b|uv add\b")
_SHELL = re.compile(r"[|&;<>$`\n]")
_TOOLS = {
    # What installs wflint in examples finds it installed.
    "pip": "exit 0",
    # pipx run --spec REQUIREMENT COMMAND ...
    "pipx": 'shift 3; exec "$@"',
    # uv tool run ... --from REQUIREMENT COMMAND ...
    "uv": 'while [ "$1" != --from ]; do shift; done; shift 2; exec "$@"',
    "npm": "exit 0",
    # npx COMMAND ...; what the npm package does is tried in tests/npm/.
    "npx": 'exec "$@"',
}


def metadata() -> dict[str, Any]:
    """The table `[project]` of `pyproject.toml`."""
    table = parse_toml((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert isinstance(table, dict)
    return table


class Ran(NamedTuple):
    """What a command left behind."""

    exit_code: int
    output: str


class Project:
    """A project to run commands in, under git.

    Attributes:
        folder: Where it is.
    """

    def __init__(self, scratch: Path, example: str) -> None:
        self.folder = scratch / example
        self._bin = scratch / "bin"
        self._bin.mkdir(exist_ok=True)
        for name, script in _TOOLS.items():
            tool = self._bin / name
            tool.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
            tool.chmod(0o755)
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(
            ROOT / "examples" / example, self.folder, ignore=shutil.ignore_patterns("__pycache__")
        )
        began = self.run("git init -q -b main && git add -A && git commit -q -m Begin")
        assert began.exit_code == 0, began.output

    def run(self, command: str) -> Ran:
        """Run a command as people would type it; its output is what they would see without colours."""
        words = shlex.split(command, comments=True)
        if words[0] == "wflint" and not _SHELL.search(command):
            return self._run_here(words[1:])
        return self._run_in_shell(command)

    def _run_here(self, arguments: list[str]) -> Ran:
        """Run wflint in this process, which spares a second each time."""
        before = Path.cwd()
        os.chdir(self.folder)
        try:
            with mock.patch.dict(os.environ, {"NO_COLOR": "1"}):
                outcome = run(*arguments)
        finally:
            os.chdir(before)
        return Ran(outcome.exit_code, outcome.stdout + outcome.stderr)

    def _run_in_shell(self, script: str) -> Ran:
        person = {"GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@example.org"}
        person |= {name.replace("AUTHOR", "COMMITTER"): text for name, text in person.items()}
        places = [str(self._bin), str(Path(sys.executable).parent), os.environ["PATH"]]
        environment = {
            **{
                name: text
                for name, text in os.environ.items()
                if not name.startswith(("GITHUB_", "GIT_", "CI"))
            },
            **person,
            "PATH": os.pathsep.join(places),
            "HOME": str(self.folder.parent),
            "NO_COLOR": "1",
        }
        done = subprocess.run(  # noqa: S603 - the scripts are the documentation's own
            ["bash", "-e", "-o", "pipefail", "-c", script],  # noqa: S607
            cwd=self.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        return Ran(done.returncode, done.stdout)


def commands_of(text: str) -> list[tuple[str, str]]:
    """The commands of a console block, each with the output that is shown for it."""
    found: list[tuple[str, str]] = []
    for line in text.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], ""))
        elif found:
            command, shown = found.pop()
            if command.endswith("\\"):
                found.append((command[:-1] + line.strip(), shown))
            else:
                found.append((command, f"{shown}{line}\n"))
    return found


def matches(shown: str, output: str) -> bool:
    """Whether an output is what is shown; a line `...` stands for any lines."""
    rows = [
        r"(?:.*\n)*?" if row == "..." else re.escape(row) + r"\n" for row in shown.rstrip("\n").split("\n")
    ]
    lines = [line.rstrip() for line in output.strip("\n").splitlines()]
    return re.fullmatch("".join(rows), "\n".join([*lines, ""])) is not None


def requirement_of(command: str) -> str | None:
    """What a command installs, `wflint[watch]`; `None` where it installs nothing."""
    if not _INSTALLING.match(command):
        return None
    words = shlex.split(command, comments=True)
    return next((word for word in reversed(words) if word.startswith("wflint")), "")
