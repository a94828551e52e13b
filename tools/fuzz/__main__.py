"""Run a campaign; the exit code says whether it found anything.

python -m tools.fuzz                                    # ten minutes
python -m tools.fuzz --seconds 3600 --seed 7
python -m tools.fuzz --seed 7 --first 1234 --count 1    # one input again
"""

from __future__ import annotations

import argparse
import sys
import warnings
from collections.abc import Sequence
from pathlib import Path
from random import SystemRandom

from tools.fuzz.campaign import Campaign
from tools.fuzz.inputs import KINDS, ROOT, Inputs
from tools.output import say

_TEN_MINUTES = 600.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m tools.fuzz", description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=_TEN_MINUTES, help="for how long")
    parser.add_argument("--seed", type=int, help="the seed of an earlier campaign; by default a new one")
    parser.add_argument("--count", type=int, help="how many inputs at most")
    parser.add_argument(
        "--first", type=int, default=0, metavar="NUMBER", help="the number of the first input"
    )
    parser.add_argument(
        "--kind", action="append", choices=KINDS, default=[], help="inputs of these kinds only"
    )
    parser.add_argument(
        "--reduce-for", type=float, default=60.0, metavar="SECONDS", help="how long to make one small"
    )
    parser.add_argument(
        "--out",
        type=Path,
        default=ROOT / "build" / "fuzz",
        metavar="FOLDER",
        help="where to write reproducers",
    )
    given = parser.parse_args(arguments)
    seed = given.seed if given.seed is not None else SystemRandom().randrange(2**32)
    say(f"seed {seed}")
    warnings.simplefilter("ignore")  # of the code that is tried, such as `"\d"`
    campaign = Campaign(Inputs(seed, tuple(given.kind)), given.out, say, given.reduce_for)
    campaign.run(given.seconds, given.count, given.first)
    for (promise, where), count in campaign.found.most_common():
        say(f"{count} times: {promise} is broken ({where})")
    say(campaign.summary)
    return int(bool(campaign.found))


if __name__ == "__main__":
    sys.exit(main())
