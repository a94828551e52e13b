"""Write the published JSON Schemas anew, as `make schemas` does: those of what commands print, and that of the configuration."""

from __future__ import annotations

from pathlib import Path

import wflint.config
import wflint.report
from wflint.config import schema as configuration
from wflint.report.schemas import SCHEMAS


def published() -> dict[Path, str]:
    """Return the text of each schema by its place."""
    report, config = Path(wflint.report.__file__).parent, Path(wflint.config.__file__).parent
    return {
        **{report / each.file: each.text for each in SCHEMAS},
        config / configuration.SCHEMA_FILE: configuration.schema_text(),
    }


if __name__ == "__main__":
    for place, text in published().items():
        place.write_text(text, encoding="utf-8")
