from __future__ import annotations

from pathlib import Path

import pytest

from wflint.files.text import SourceText
from wflint.languages import EDITOR_IDS, LANGUAGES, MARKERS, SUFFIXES, language_of, parses


@pytest.mark.parametrize(
    ("path", "language"),
    [
        ("a/b.py", "Python"),
        ("a/route.ts", "TypeScript"),
        (Path("b.jsx"), "TypeScript"),
        (Path("b.py"), "Python"),
        ("script", "Python"),
        ("notes.txt", "Python"),
    ],
)
def test_the_suffix_tells_the_language(path: Path | str, language: str) -> None:
    assert language_of(path).name == language


def test_each_suffix_belongs_to_one_language() -> None:
    assert len(set(SUFFIXES)) == len(SUFFIXES)
    assert all(language_of(f"a{suffix}") in LANGUAGES for suffix in SUFFIXES)


def test_what_the_languages_say_of_files() -> None:
    assert SUFFIXES == (".py", ".ipynb", ".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs")
    assert tuple(EDITOR_IDS) == ("python", "typescript", "typescriptreact", "javascript", "javascriptreact")
    assert all(language_of(f"a{suffix}").editor_ids[key] == suffix for key, suffix in EDITOR_IDS.items())
    assert MARKERS == ("#", "//")


@pytest.mark.parametrize(("text", "expected"), [("x = 1\n", True), ("x = (\n", False)])
def test_whether_a_file_parses(text: str, expected: bool) -> None:  # noqa: FBT001 - a row of the table
    assert parses(SourceText("f.py", text)) is expected


def test_modules_bring_the_words_of_their_language() -> None:
    language = language_of("f.py")
    parsed = language.parse(SourceText("f.py", "x = 1\n"))
    assert parsed.module.words.language == language.name
