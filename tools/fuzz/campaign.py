"""A campaign: one input after the other, until the time is over, with a small reproducer for each cause of trouble."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from tools.fuzz.inputs import BLOCK, Input, Inputs
from tools.fuzz.invariants import problems_of, tried, warm_up
from tools.fuzz.promises import Problem
from tools.fuzz.reduce import reduced

_EVERY = 60.0
"""Seconds between two lines that say how far the campaign is."""


@dataclass
class Campaign:
    """What has been tried, and what has been found.

    Attributes:
        inputs: Makes what is tried.
        folder: Where reproducers are written.
        say: Shows a line.
        reduce_for: Seconds to make a reproducer small.
        tried: How many inputs of each kind there were.
        bytes: How many bytes they had.
        found: How often each cause of trouble showed.
    """

    inputs: Inputs
    folder: Path
    say: Callable[[str], object]
    reduce_for: float = 60.0
    tried: Counter[str] = field(default_factory=Counter[str])
    bytes: int = 0
    found: Counter[tuple[str, str]] = field(default_factory=Counter["tuple[str, str]"])

    def run(self, seconds: float, count: int | None, first: int = 0) -> None:
        """Try inputs.

        Args:
            seconds: For how long.
            count: How many at most.
            first: The number of the first one.
        """
        end, told = time.monotonic() + seconds, time.monotonic()
        warm_up(each.files for each in self.inputs.usual())
        number, last = first, first + count if count is not None else None
        while time.monotonic() < end and (last is None or number < last):
            # A block at a time: to make a process takes longer than to try an input.
            till = (number // BLOCK + 1) * BLOCK
            number += self._try(
                [self.inputs.make(each) for each in range(number, min(till, last or till))], number
            )
            if time.monotonic() - told > _EVERY:
                told = time.monotonic()
                self.say(self.summary)

    @property
    def summary(self) -> str:
        """Return the seed and the counts in one line."""
        kinds = ", ".join(f"{count:,} {kind}" for kind, count in sorted(self.tried.items()))
        return (
            f"seed {self.inputs.seed}: {self.tried.total():,} inputs ({kinds}), "
            f"{self.bytes / 1e6:.1f} MB, {len(self.found)} causes of trouble"
        )

    def _try(self, inputs: list[Input], first: int) -> int:
        """Try inputs up to the first one that ends the process; return how many that were."""
        done = 0
        for place, problems in tried([each.files for each in inputs]):
            self.tried[inputs[place].kind] += 1
            self.bytes += sum(map(len, inputs[place].files.values()))
            done = place + 1
            for problem in problems:
                self.found[problem.key] += 1
                if self.found[problem.key] == 1:
                    self._write(first + place, inputs[place], problem)
        return done

    def _write(self, number: int, given: Input, problem: Problem) -> None:
        def is_broken(files: Mapping[str, bytes]) -> bool:
            return any(each.key == problem.key for each in problems_of(files))

        small = reduced(given.files, is_broken, self.reduce_for)
        name = sha256("\n".join(problem.key).encode()).hexdigest()[:8]
        folder = self.folder / f"{problem.promise.replace(' ', '-')}-{name}"
        folder.mkdir(parents=True, exist_ok=True)
        for path, data in small.items():
            (folder / path).write_bytes(data)
        (folder / "about.txt").write_text(
            f"broken: {problem.promise}\nwhere: {problem.where}\n"
            f"seed {self.inputs.seed}, number {number}, {given.kind} from {given.origin}\n\n{problem.details}\n",
            "utf-8",
        )
        self.say(f"number {number}: {problem.promise} is broken ({problem.where}), see {folder}")
