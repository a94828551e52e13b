"""The README as the index shows it: no link of the repository alone, and nothing that is meant for tests."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from wflint.public_home import DOCUMENTATION, SOURCE_FILES

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def shown() -> str:
    command = [sys.executable, "-m", "hatchling", "metadata"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603 - its own command
    readme = json.loads(ran.stdout)["readme"]
    assert readme["content-type"] == "text/markdown"
    text: str = readme["text"]
    return text


def test_all_links_and_pictures_are_absolute(shown: str) -> None:
    inline = [child for token in MarkdownIt().parse(shown) for child in token.children or ()]
    places = [each.attrs.get("href") or each.attrs.get("src") for each in inline]
    found = [str(each) for each in places if each]
    assert f"{DOCUMENTATION}assets/frame.svg" in found
    assert f"{SOURCE_FILES}/CONTRIBUTING.md" in found
    assert [each for each in found if not each.startswith("https://")] == []


def test_what_tests_are_told_is_left_out(shown: str) -> None:
    assert "<!--" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert "<!--" not in shown


def test_all_else_is_the_readme(shown: str) -> None:
    written = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    kept = [line for line in written if "](" not in line and not line.startswith("<!--")]
    assert [line for line in shown.splitlines() if "](" not in line] == kept
