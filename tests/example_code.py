"""What wflint says about examples in documentation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.docs.examples import check_example

if TYPE_CHECKING:
    from pathlib import Path


def codes(folder: Path, example: str, language: str = "python") -> list[str]:
    """The codes of all findings in an example.

    Args:
        folder: Where its file may stand.
        example: Its text.
        language: Its language, as code blocks name it.
    """
    report = check_example(folder, example, language)
    assert report.errors == ()
    return [finding.code for finding in report.findings]
