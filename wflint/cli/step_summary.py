"""The summary of a job in GitHub Actions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from wflint.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wflint.checking.report import Report

_VARIABLE: Final = "GITHUB_STEP_SUMMARY"
# GitHub drops the summary of a step that is larger.
_LIMIT: Final = 1024 * 1024


def append_step_summary(report: Report, environment: Mapping[str, str]) -> None:
    """Adds the report, as Markdown, to the file that the environment names; does nothing where it names none.

    Raises:
        UsageError: The file cannot be written.
    """
    from wflint.report.markdown import page
    from wflint.report.visible import UNICODE

    name = environment.get(_VARIABLE)
    if not name:
        return
    try:
        with Path(name).open("a", encoding="utf-8", newline="\n") as out:
            taken = out.tell()
            # Other commands of the step may have written before, and a table needs a blank line above.
            out.write(("\n" if taken else "") + page(report, UNICODE, _LIMIT - taken - 1))
    except OSError as error:
        raise UsageError(f"{_VARIABLE}: {name}: {error.strerror or error}") from error
