"""`python -m wflint`, and the console script."""

from __future__ import annotations

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


if __name__ == "__main__":
    main()
