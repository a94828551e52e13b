"""`python -m wflint`, and the console script."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run the command line."""
    try:
        # An interrupt while modules are loaded is one as well.
        from wflint.cli.main import main as run  # noqa: PLC0415 - it may be interrupted
    except KeyboardInterrupt:
        sys.exit(130)
    except ImportError as error:
        sys.stderr.write(f"wflint: error: its installation is broken: {error}; install it again\n")
        sys.exit(2)
    run()


def _leave_out_the_working_directory() -> None:
    """Look for no module in the working directory, where `python -m` looks first: a stranger's `rich.py` may lie there."""
    here = os.getcwd()  # noqa: PTH109 - pathlib is slow to load
    if sys.path[0] in {"", here} and os.path.dirname(os.path.dirname(__file__)) != here:  # noqa: PTH120 - as above
        del sys.path[0]


if __name__ == "__main__":
    _leave_out_the_working_directory()
    main()
