"""Measures what it costs to follow handlers into other modules: time, circles of imports and calls, memory.

Everything that a handler reaches is parsed, so the parse is what cannot be avoided here as well.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from check_against_parse import run_check, run_parse, seconds

RATIO = 1.8
CYCLE_SECONDS = 10.0
MEGABYTES = 400
_MEMORY_LINES = 100_000
HANDLER = """from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

{imports}

app = FastAPI()
serve = Serve(app)


@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    payload = context.request_payload
{calls}
    await context.run("finish", lambda: payload)
"""
MODULE = '''"""Part {number} of a shop."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass, field

{imports}

logger = logging.getLogger(__name__)
LIMITS = {{"small": 10, "large": 1000}}


@dataclass
class Line{number}:
    sku: str
    count: int
    price: int
    notes: list[str] = field(default_factory=list)

    def total(self) -> int:
        return self.count * self.price

    @property
    def is_large(self) -> bool:
        return self.total() > LIMITS["large"]


class Basket{number}:
    def __init__(self, lines: list[Line{number}]) -> None:
        self.lines = lines
        self.discount = 0

    def add(self, sku: str, count: int, price: int) -> None:
        for line in self.lines:
            if line.sku == sku:
                line.count += count
                break
        else:
            self.lines.append(Line{number}(sku, count, price))

    def total(self) -> int:
        return sum(line.total() for line in self.lines) - self.discount

    def as_text(self) -> str:
        return json.dumps([{{"sku": line.sku, "total": line.total()}} for line in self.lines])


def parse_{number}(order: dict) -> Basket{number}:
    basket = Basket{number}([])
    for row in order.get("rows", []):
        try:
            basket.add(row["sku"], int(row["count"]), int(row["price"]))
        except (KeyError, ValueError):
            continue
    return basket


def describe_{number}(basket: Basket{number}, width: int = 80) -> str:
    parts = [f"{{line.sku}}: {{line.total()}}" for line in basket.lines if not line.is_large]
    text = ", ".join(parts)
    return text if len(text) < width else text[: width - 3] + "..."


def handle_{number}(order: dict, depth: int = 0) -> str:
    basket = parse_{number}(order)
    if basket.total() > LIMITS["small"]:
        basket.discount = basket.total() // 10
    text = describe_{number}(basket)
{calls}
    return text
'''


def write_project(folder: Path, modules: int, *, cycles: bool) -> list[Path]:
    """Write a handler that reaches every one of some modules of about 80 lines.

    Args:
        folder: Where to.
        modules: How many modules.
        cycles: Whether each imports and calls others before and after it, instead of only one after it.

    Returns:
        The files.
    """
    package = folder / "shop"
    package.mkdir(parents=True)
    files = [package / "__init__.py", package / "api.py"]
    files[0].write_text('"""A shop."""\n', encoding="utf-8")
    # Chains of ten modules, as deep as calls go in real projects.
    first = [0] if cycles else list(range(0, modules, 10))
    imports = "\n".join(f"from shop.part_{number} import handle_{number}" for number in first)
    calls = "\n".join(f"    handle_{number}(payload)" for number in first)
    files[1].write_text(HANDLER.format(imports=imports, calls=calls), encoding="utf-8")
    for number in range(modules):
        if cycles:
            others = sorted({(number + 1) % modules, (number + 7) % modules, (number * 3 + 1) % modules})
        else:
            others = [number + 1] if (number + 1) % 10 and number + 1 < modules else []
        imports = "\n".join(f"from shop.part_{other} import handle_{other}" for other in others)
        calls = "\n".join(f"    text += handle_{other}(order, depth + 1)" for other in others)
        file = package / f"part_{number}.py"
        text = MODULE.format(number=number, imports=imports, calls=calls)
        file.write_text(text, encoding="utf-8")
        files.append(file)
    return files


def lines_of(files: list[Path]) -> int:
    """How many lines the files have in all."""
    return sum(file.read_text(encoding="utf-8").count("\n") for file in files)


def measure_ratio(folder: Path, rounds: int) -> float:
    """How many times the parse of all reached lines a check costs."""
    files = write_project(folder, 100, cycles=False)
    run_check(folder)
    run_parse(files)
    pairs = [(seconds(lambda: run_check(folder)), seconds(lambda: run_parse(files))) for _ in range(rounds)]
    ratio = statistics.median(checked / parsed for checked, parsed in pairs)
    checked, parsed = (statistics.median(each) for each in zip(*pairs, strict=True))
    print(
        f"reached {lines_of(files):,} lines: check {checked:.2f} s, parse {parsed:.2f} s, ratio {ratio:.2f}"
    )
    return ratio


def measure_cycles(folder: Path) -> float:
    """How many seconds 200 modules take that import and call each other in circles."""
    files = write_project(folder, 200, cycles=True)
    taken = seconds(lambda: run_check(folder))
    print(f"200 modules in circles, {lines_of(files):,} lines: {taken:.1f} s")
    return taken


def measure_memory(folder: Path) -> float:
    """How many megabytes a process takes at most that checks handlers which reach 100,000 lines."""
    files = write_project(folder, _MEMORY_LINES // 80, cycles=False)
    code = (
        "import resource, sys\n"
        "from wflint.cli.main import cli\n"
        "cli.main(['check', '--no-cache', '--exit-zero', '--isolated', sys.argv[1]], standalone_mode=False)\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(folder)], capture_output=True, text=True, check=True
    )
    megabytes = int(run.stdout.split()[-1]) / 1024  # Linux counts in kilobytes
    print(f"reached {lines_of(files):,} lines: at most {megabytes:.0f} MB")
    return megabytes


def profile(folder: Path, *, cycles: bool) -> None:
    """Print where the time goes, by own time."""
    write_project(folder, 100, cycles=cycles)
    run_check(folder)
    profiler = cProfile.Profile()
    profiler.runcall(run_check, folder)
    pstats.Stats(profiler).sort_stats("tottime").print_stats(20)


def main() -> int:
    """Run the benchmark; the exit code says whether the targets are met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="how often to compare with the parse")
    parser.add_argument("--profile", choices=("chains", "cycles"), help="show where the time goes instead")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        top = Path(name)
        if arguments.profile:
            profile(top / "profile" / "project", cycles=arguments.profile == "cycles")
            return 0
        ratio = measure_ratio(top / "ratio" / "project", arguments.rounds)
        taken = measure_cycles(top / "cycles" / "project")
        megabytes = measure_memory(top / "memory" / "project")
    print(f"targets: ratio {RATIO:.1f}, {CYCLE_SECONDS:.0f} s, {MEGABYTES} MB")
    return int(ratio > RATIO or taken > CYCLE_SECONDS or megabytes > MEGABYTES)


if __name__ == "__main__":
    sys.exit(main())
