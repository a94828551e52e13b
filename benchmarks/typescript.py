"""Measures what TypeScript costs: its front end against the bare parse, a check against one of Python, files without handlers.

All pairs run in this process, in turns, so that neither the interpreter's start nor the machine's mood counts.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import sys
import tempfile
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING

from check_against_parse import run_check, seconds
from corpus import REPOSITORY, write_handlers

from wflint.files.text import SourceText
from wflint.ir.walk import walk
from wflint.languages.typescript.grammar import has_jsx, parse_tree
from wflint.languages.typescript.parse import parse

if TYPE_CHECKING:
    from collections.abc import Callable

    from wflint.ir import nodes as ir

HANDLER_LINES, PLAIN_FILES = 6000, 10_000
FRONT_END, PER_LINE, NO_HANDLERS = 4.0, 1.0, 1.2
"""The targets: the front end at most so many times the bare parse, a line at most so many times one of Python, files
without handlers at most so many times walking and reading them."""

_PLAIN = """import {{ z }} from "zod";

export const record{number} = z.object({{ key: z.string(), values: z.array(z.number()) }});

export function total{number}(records: z.infer<typeof record{number}>[]): number {{
  return records.flatMap((each) => each.values).reduce((sum, value) => sum + value, {number});
}}
"""


def write_correct(target: Path, lines: int) -> list[Path]:
    """Write copies of handlers without mistakes, until there are that many lines; return the files."""
    written: list[Path] = []
    total = 0
    for number, (path, text) in enumerate(cycle(correct_handlers())):
        if total >= lines:
            return written
        file = target / f"route_{number}" / path.name
        file.parent.mkdir(parents=True)
        file.write_text(text, encoding="utf-8")
        written.append(file)
        total += text.count("\n")
    return written


def correct_handlers() -> list[tuple[Path, str]]:
    """Return the files of handlers without mistakes, with their texts."""
    silent = sorted((REPOSITORY / "tests" / "replay" / "typescript" / "handlers" / "silent").glob("*.ts"))
    return [(path, path.read_text(encoding="utf-8")) for path in silent]


def write_plain(target: Path, files: int) -> None:
    """Write a project of that many files, a hundred a folder, of which none has a handler."""
    for number in range(files):
        file = target / f"package{number // 100}" / f"module{number}.ts"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(_PLAIN.format(number=number), encoding="utf-8")


def front_end(sources: list[SourceText]) -> float:
    """How long it takes to parse files, repair their trees and lower all of their code, which walking over it does."""
    modules: list[ir.Module] = []

    def lower() -> None:
        gc.disable()  # as while a check runs
        for source in sources:
            modules.append(parse(source).module)
            _walk_over(modules[-1])

    def walk_again() -> None:
        gc.disable()
        for module in modules:
            _walk_over(module)

    return seconds(lower) - seconds(walk_again)


def _walk_over(module: ir.Module) -> None:
    for _ in walk(module.body.block):
        pass


def run_bare(sources: list[SourceText]) -> None:
    """Have tree-sitter parse the same texts."""
    for source in sources:
        parse_tree(source.text.encode(), jsx=has_jsx(source.path))


def run_read(folder: Path) -> None:
    """Walk over a folder and read its files."""
    for path in folder.rglob("*.ts"):
        path.read_bytes()


def compare(
    title: str,
    first: Callable[[], float],
    second: Callable[[], float],
    rounds: int,
    most: float,
    scale: float = 1.0,
) -> bool:
    """Print both times and their ratio, times a scale; return whether its median meets the target."""
    first()
    second()
    pairs = [(first(), second()) for _ in range(rounds)]
    one, other = (statistics.median(each) for each in zip(*pairs, strict=True))
    ratio = statistics.median(each / against for each, against in pairs) * scale
    print(
        f"{title:<36}{one * 1000:8.1f} ms against {other * 1000:8.1f} ms   ratio {ratio:.2f} (at most {most:.1f})"
    )
    return ratio <= most


def main() -> int:
    """Run the benchmark; the exit code says whether all targets are met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="how often to run both, in turns")
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as name:
        handlers, python, plain = (Path(name) / part for part in ("typescript", "python", "plain"))
        files = write_correct(handlers, HANDLER_LINES)
        sources = [SourceText(file.name, file.read_text(encoding="utf-8")) for file in files]
        others = write_handlers(python, HANDLER_LINES, correct=True)
        write_plain(plain, PLAIN_FILES)
        lines = sum(source.text.count("\n") for source in sources)
        scale = sum(file.read_text(encoding="utf-8").count("\n") for file in others) / lines
        are_met = [
            compare(
                "front end, bare parse",
                lambda: front_end(sources),
                lambda: seconds(lambda: run_bare(sources)),
                rounds,
                FRONT_END,
            ),
            compare(
                "a correct line, one of Python",
                lambda: seconds(lambda: run_check(handlers)),
                lambda: seconds(lambda: run_check(python)),
                rounds,
                PER_LINE,
                scale,
            ),
            compare(
                "files without handlers, reading",
                lambda: seconds(lambda: run_check(plain)),
                lambda: seconds(lambda: run_read(plain)),
                rounds,
                NO_HANDLERS,
            ),
        ]
    return int(not all(are_met))


if __name__ == "__main__":
    sys.exit(main())
