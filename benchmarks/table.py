"""Measures wflint beside what people know: each row is one corpus, one ratio and, where there is one, the target.

`--write` puts the table into `docs/performance.md`, with the machine and the date.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING

import at_scale
from at_scale import FIGURES
from corpus import REPOSITORY
from machine import machine
from measure import FailedError
from others import Tools
from rows import GROUPS, Bench, Row

if TYPE_CHECKING:
    from collections.abc import Iterable

PAGE = REPOSITORY / "docs" / "performance.md"
_HEAD = "| corpus | measured | against | ratio | at most | |\n|---|---|---|---|---|---|\n"


def lines_of(row: Row) -> str:
    """Return a row as Markdown."""
    most = f"{row.most:g}" if row.most is not None else ""
    verdict = "" if row.most is None else "met" if row.is_met else "**missed**"
    return (
        f"| {row.corpus} | {row.what}: {row.shown(row.cost)} | {row.against}: {row.shown(row.other)} "
        f"| {row.ratio:.2f} | {most} | {verdict} |\n"
    )


def measured(bench: Bench, names: Iterable[str]) -> tuple[list[Row], list[str]]:
    """Measure some groups of rows; return them, and what could not be measured."""
    rows: list[Row] = []
    missing: list[str] = []
    for name in names:
        print(f"measuring: {name}", file=sys.stderr, flush=True)
        try:
            for row in GROUPS[name](bench):
                rows.append(row)
                print(lines_of(row), end="", flush=True)
        except FailedError as error:
            missing.append(f"{name}: {error}")
    return rows, [*missing, *bench.missing]


def text_of(rows: Iterable[Row], missing: Iterable[str], bench: Bench) -> str:
    """Return the table with what there is to know of it."""
    parts = [
        f"{machine()}; {bench.tools.versions()}. {datetime.now(timezone.utc).date().isoformat()}.\n\n",
        _HEAD,
    ]
    parts += [lines_of(row) for row in rows]
    parts += [f"\nNot measured: {each}.\n" for each in missing]
    return "".join(parts)


def write(title: str, text: str) -> None:
    """Put a text between its marks in the documentation."""
    begin, end = f"<!-- begin: {title} -->\n", f"<!-- end: {title} -->\n"
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(begin)
    _, _, after = rest.partition(end)
    PAGE.write_text(f"{before}{begin}\n{text.rstrip()}\n\n{end}{after}", encoding="utf-8")


def main() -> int:
    """Run the benchmark; the exit code says whether all targets are met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="how often to run each command, in turns")
    parser.add_argument(
        "--scale", type=float, default=1.0, help="a share of the size of each corpus, for a quick look"
    )
    parser.add_argument("--only", choices=GROUPS, action="append", help="measure these corpora only")
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        bench = Bench(Tools(Path(name)), arguments.rounds, arguments.scale)
        rows, missing = measured(bench, arguments.only or GROUPS)
        text = text_of(rows, missing, bench)
    if arguments.write:
        write("table", text)
        if bench.figures:
            FIGURES.write_text(json.dumps(bench.figures, indent=2) + "\n", encoding="utf-8")
            write("at scale", at_scale.text_of(bench.figures))
    return int(any(not row.is_met for row in rows))


if __name__ == "__main__":
    sys.exit(main())
