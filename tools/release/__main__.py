"""Prepare a release: `python -m tools.release version 0.2.0`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import datetime, timezone
from pathlib import Path

from tools.release import ReleaseError, tracked_files
from tools.release.bill import write_bill
from tools.release.dist import build_alike
from tools.release.elsewhere import write_elsewhere
from tools.release.home import move, new_home
from tools.release.notes import notes
from tools.release.version import set_version

ROOT = Path(__file__).resolve().parents[2]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tools.release", description="Prepare a release.")
    commands = parser.add_subparsers(dest="command", required=True)
    home = commands.add_parser("home", help="write every copy of the project's addresses anew")
    home.add_argument("source", help="the repository: https://github.com/OWNER/NAME")
    home.add_argument("documentation", help="the documentation: https://HOST/PATH/")
    version = commands.add_parser(
        "version", help="write every copy of the version anew, and date the changelog"
    )
    version.add_argument("version", help="three numbers: 0.2.0")
    told = commands.add_parser("notes", help="print what the changelog says of this version")
    told.add_argument("--tag", default="", help="fail unless this is the tag of the version: v0.2.0")
    dist = commands.add_parser("dist", help="build wheel and sdist twice; fail if they differ")
    dist.add_argument("--out", default="dist", help="the folder to put them into, which is emptied")
    bill = commands.add_parser("bill", help="write the bill of materials")
    bill.add_argument("environment", type=Path, help="a virtual environment with wflint and nothing else")
    bill.add_argument("out", type=Path, help="the file to write")
    elsewhere = commands.add_parser("elsewhere", help="write what goes into repositories of others")
    elsewhere.add_argument("out", type=Path, help="the folder to write, which is emptied")
    return parser


def main(arguments: Sequence[str] | None = None, root: Path = ROOT) -> int:
    """Run the command line."""
    parser = _parser()
    given = parser.parse_args(arguments)
    try:
        sys.stdout.write(_answer(given, root))
    except ReleaseError as error:
        parser.error(str(error))
    return 0


def _answer(given: argparse.Namespace, root: Path) -> str:
    """Do what is asked for; return what is to be printed."""
    if given.command == "notes":
        return notes(root, given.tag)
    if given.command == "bill":
        write_bill(root, given.environment, given.out)
        return ""
    if given.command == "elsewhere":
        return "".join(f"{path}\n" for path in write_elsewhere(root, given.out))
    if given.command == "home":
        changed = move(root, tracked_files(root), new_home(given.source, given.documentation))
        return _listed(changed, root) + "\nThe README's picture shows an address, too: `make docs-frame`.\n"
    if given.command == "dist":
        return "".join(f"{path}\n" for path in build_alike(root, Path(given.out)))
    pages = [path for path in tracked_files(root) if path.suffix in {".md", ".yml"}]
    today = datetime.now(timezone.utc).date()
    return _listed(set_version(root, given.version, pages, today), root)


def _listed(paths: Sequence[Path], root: Path) -> str:
    return "".join(f"{path.relative_to(root).as_posix()}\n" for path in paths)


if __name__ == "__main__":
    sys.exit(main())
