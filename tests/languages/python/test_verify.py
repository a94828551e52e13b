from __future__ import annotations

from dataclasses import dataclass, field
from textwrap import dedent

import pytest
from pyflakes import checker

from wflint.files.text import SourceText
from wflint.findings import Edit, Span
from wflint.ir.language import ParsedModule, Verified
from wflint.languages.python.parse import parse
from wflint.languages.python.verify import PythonVerifier

BEFORE = SourceText("f.py", "import os\n\nprint(os.name)  # say it\n")


@dataclass
class Parser:
    """Parses, and remembers what."""

    texts: list[str] = field(default_factory=list[str])

    def __call__(self, source: SourceText) -> ParsedModule:
        self.texts.append(source.text)
        return parse(source)


def verified(text: str, *edits: Edit, before: SourceText = BEFORE) -> Verified:
    return PythonVerifier(Parser()).verify(before, dedent(text), edits)


def test_a_good_text_stays_as_it_is() -> None:
    text = "import os\n\nprint(os.sep)  # say it\n"
    assert verified(text) == Verified(text)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("import os\nprint(os.name  # say it\n", "the result would not parse: '(' was never closed"),
        ("import os\nprint(os.name)\n", "the comment `# say it` would be lost"),
        ("import os\nprint(os.nam)  # say it\nprint(sep)\n", "pyflakes would say: undefined name 'sep'"),
    ],
)
def test_a_bad_text_is_refused(text: str, problem: str) -> None:
    assert verified(text).problem == problem


def test_a_comment_may_go_with_an_edit_that_is_about_it() -> None:
    start = BEFORE.text.index("  #")
    edit = Edit(Span("f.py", start, len(BEFORE.text) - 1), "")
    assert verified("import os\n\nprint(os.name)\n", edit).problem == ""


def test_what_pyflakes_said_before_does_not_count() -> None:
    before = SourceText("f.py", "print(gone)\n")
    assert verified("x = 1\nprint(gone)\n", before=before).problem == ""


@pytest.mark.parametrize(
    ("text", "tidied"),
    [
        ("import os\n\nprint()  # say it\n", "\nprint()  # say it\n"),
        ("import os, re\n\nprint(re)  # say it\n", "import re\n\nprint(re)  # say it\n"),
        ("import os\nfrom a import b, c as d\nprint(b)  # say it\n", "from a import b\nprint(b)  # say it\n"),
        ("import os\n\n\nimport a\nimport c\n\nprint()  # say it\n", "\n\nprint()  # say it\n"),
    ],
)
def test_imports_that_are_left_unused_go(text: str, tidied: str) -> None:
    assert verified(text) == Verified(tidied)


def test_each_text_is_parsed_and_linted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    linted: list[checker.Checker] = []
    original = checker.Checker.__init__

    def counted(self: checker.Checker, *args: object, **keywords: object) -> None:
        linted.append(self)
        original(self, *args, **keywords)  # type: ignore[arg-type]

    monkeypatch.setattr(checker.Checker, "__init__", counted)
    parser = Parser()
    verifier = PythonVerifier(parser)
    after = "import os\n\nprint(os.sep)  # say it\n"
    assert verifier.verify(BEFORE, after, ()) == Verified(after)
    assert (parser.texts, len(linted)) == ([after], 2)
    # The next pass begins with what the last one has made.
    later = "import os\n\nprint(os.linesep)  # say it\n"
    assert verifier.verify(SourceText("f.py", after), later, ()) == Verified(later)
    assert (parser.texts, len(linted)) == ([after, later], 3)
