"""`python -m wflint`, and the console script."""

from __future__ import annotations

from wflint.cli.main import main

if __name__ == "__main__":
    main()
