"""Dump what wflint says of the bundled material, at any commit, so that a redesign can be held to it.

    python -m tools.freeze HEAD before.json          # the dump of a commit, made in a worktree of its own
    python -m tools.freeze --working-tree after.json # the dump of the files as they are
    python -m tools.freeze --compare before.json after.json

A dump holds, for each folder of the material, the JSON of `check --min-level info`, the JSON of `explain` and the text of
`fix --unsafe --diff`. The material is always that of this checkout, whatever the commit.
"""

from __future__ import annotations

import argparse
import difflib
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("absurd_sdk", "dbos", "fastapi", "flask", "inngest", "upstash_workflow", "wmill")
"""Installed packages in the sample; those that are not installed are left out."""

COMMANDS: Mapping[str, tuple[str, ...]] = {
    "check": ("check", "--min-level", "info", "--exit-zero", "--output-format", "json"),
    "explain": ("explain", "--output-format", "json"),
    "fix": ("fix", "--unsafe", "--diff", "--min-level", "info"),
}

_WORKER = """
import contextlib, gc, io, json, os, sys, traceback
sys.path[0] = sys.argv[1]
sys.setrecursionlimit(50_000)
from wflint.cli.main import cli
def run(command):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = cli(command, prog_name="wflint", standalone_mode=False) or 0
        except SystemExit as left:
            code = left.code or 0
        except Exception:
            traceback.print_exc()
            code = 1
    gc.collect()
    return out.getvalue(), err.getvalue(), code
for line in sys.stdin:
    folder, commands = json.loads(line)
    os.chdir(folder)
    print(json.dumps([run(command) for command in commands]), flush=True)
"""
"""Runs commands of the code in a given folder, all in one process: starting one for each takes most of the time."""

Dump = dict[str, dict[str, object]]


def material() -> list[Path]:
    """Return the folders that are dumped: fixtures, examples, witnesses, installed packages."""
    folders = sorted(each for each in (ROOT / "fixtures").iterdir() if each.is_dir())
    folders += sorted(each for each in (ROOT / "examples").iterdir() if each.is_dir())
    folders += sorted((ROOT / "tests" / "replay").rglob("witnesses"))
    return folders + list(_packages())


def _packages() -> Iterator[Path]:
    for name in PACKAGES:
        spec = importlib.util.find_spec(name)
        for folder in (spec.submodule_search_locations or ()) if spec is not None else ():
            yield Path(folder)


def dump(code: Path) -> Dump:
    """Run every command over the material with the `wflint` package in `code`."""
    folders = material()
    with ThreadPoolExecutor() as pool:
        shares = [folders[first :: os.cpu_count() or 1] for first in range(os.cpu_count() or 1)]
        results = list(pool.map(lambda share: _dump_folders(code, share), shares))
    return {name: found for share in results for name, found in share.items()}


def _display(folder: Path) -> str:
    return folder.relative_to(ROOT).as_posix() if folder.is_relative_to(ROOT) else folder.name


def _dump_folders(code: Path, folders: list[Path]) -> Dump:
    asked = [
        json.dumps([str(folder), [[*command, "."] for command in COMMANDS.values()]]) for folder in folders
    ]
    run = subprocess.run(  # noqa: S603  (this interpreter and code of our own)
        [sys.executable, "-c", _WORKER, str(code)],
        env={**os.environ, "PYTHONHASHSEED": "0", "COLUMNS": "120"},
        input="\n".join(asked),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    answers = [json.loads(line) for line in run.stdout.splitlines()]
    return dict(zip(map(_display, folders), map(_found, answers), strict=True))


def _found(answer: list[tuple[str, str, int]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, (out, err, code) in zip(COMMANDS, answer, strict=True):
        found[name] = json.loads(out) if name != "fix" and out else out
        found[f"{name} stderr"] = err
        found[f"{name} exit"] = code
    return found


@contextmanager
def worktree(commit: str) -> Iterator[Path]:
    """Check a commit out into a temporary folder."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "tree"
        _git("worktree", "add", "--detach", str(place), commit)
        try:
            yield place
        finally:
            _git("worktree", "remove", "--force", str(place))


def _git(*arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=ROOT, check=True, capture_output=True)  # noqa: S603, S607


def compare(before: Dump, after: Dump) -> list[str]:
    """Return the difference of two dumps as lines of unified diffs, one a folder and command."""
    lines: list[str] = []
    for folder in sorted(before.keys() | after.keys()):
        old, new = before.get(folder, {}), after.get(folder, {})
        for name in sorted(old.keys() | new.keys()):
            if old.get(name) != new.get(name):
                where = f"{folder}: {name}"
                lines += difflib.unified_diff(
                    _lines(old.get(name)), _lines(new.get(name)), where, where, lineterm=""
                )
    return lines


def _lines(value: object) -> list[str]:
    text = value if isinstance(value, str) else json.dumps(value, indent=1, sort_keys=True)
    return text.splitlines()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return 1 where two dumps differ."""
    parser = argparse.ArgumentParser(prog="python -m tools.freeze", description=__doc__.splitlines()[0])
    parser.add_argument("--compare", action="store_true", help="compare two dumps instead of making one")
    parser.add_argument(
        "--working-tree", action="store_true", help="dump the files as they are; takes only OUT"
    )
    parser.add_argument("words", nargs="+", metavar="COMMIT OUT | BEFORE AFTER")
    given = parser.parse_args(arguments)
    if given.compare:
        before, after = (json.loads(Path(each).read_text("utf-8")) for each in given.words)
        lines = compare(before, after)
        sys.stdout.write("".join(f"{line}\n" for line in lines or ["no difference"]))
        return 1 if lines else 0
    if given.working_tree:
        found = dump(ROOT)
    else:
        with worktree(given.words[0]) as code:
            found = dump(code)
    Path(given.words[-1]).write_text(json.dumps(found, indent=1, sort_keys=True), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
