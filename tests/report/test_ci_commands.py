"""Nothing from a file is a command to a CI runner, in no format: in a log, runners read what every program prints."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, TextIO

import pytest
from report_building import finding, fix_inserting, primary, report, source, written

from wflint.checking.report import Report
from wflint.errors import SourceError
from wflint.files.text import SourceText
from wflint.findings import Label, Role, Span
from wflint.report import FORMATS
from wflint.report.fixed import render_diff
from wflint.report.visible import inert

if TYPE_CHECKING:
    from pathlib import Path

COMMAND = re.compile(r"^\s*::[a-z]|##\[|##vso\[", re.MULTILINE)
"""What GitHub's runner takes for a command at the beginning of a line, and both runners anywhere in one."""
TEXTS = ["::error::pwned", "a\n::error::pwned", "##[error]pwned", "##vso[task.complete]pwned"]
OWN = {"github": r"^::(error|warning|notice) ", "azure": r"^##vso\[task\.logissue "}


def hostile(text: str) -> Report:
    """A report in which a text stands wherever one of a file can."""
    path = f"{text}.py"
    # So that the text begins a line wherever the message is broken.
    long = " ".join([text] * 40)
    code = f"{text}\n  {text}\nx = 1\n"
    sources = source(code, path)
    where = Span(path, code.rindex("x"), len(code) - 1)
    made = [
        finding(
            primary(where, message),
            Label(Span(path, 0, len(code)), message, Role.CAUSE),
            message=message,
            help=message,
            handler=text,
            fix=fix_inserting(where, f"\n{text}\n", message=message),
        )
        for message in (text, long)
    ]
    return report(*made, sources=sources, errors=(SourceError(path, text),))


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("color", [False, True])
@pytest.mark.parametrize("format_", FORMATS)
def test_no_format_holds_a_command_but_its_own(format_: str, text: str, *, color: bool) -> None:
    for width in (60, 100):
        lines = written(format_, hostile(text), encoding="utf-8", width=width, color=color).split("\n")
        plain = [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in lines]
        own = OWN.get(format_)
        others = [re.sub(own, "", line) if own else line for line in plain]
        assert not [line for line in others if COMMAND.search(line)]
        assert re.search("pw|task|erro", "".join(lines))


@pytest.mark.parametrize("variable", ["GITHUB_ACTIONS", "TF_BUILD"])
@pytest.mark.parametrize("text", TEXTS)
def test_a_diff_in_a_log_holds_no_command(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, variable: str, text: str
) -> None:
    before, after = f"{text}\nx\n{text}\n", f"{text}\ny\n{text}\n"

    def shown(out: TextIO) -> None:
        render_diff({"a.py": SourceText("a.py", before)}, {"a.py": after}, out)

    log, patch = io.StringIO(), tmp_path / "a.patch"
    monkeypatch.setenv(variable, "true")
    shown(log)
    assert not COMMAND.search(log.getvalue())
    assert "\n-x\n+y\n" in log.getvalue()
    with patch.open("w", encoding="utf-8") as file:
        shown(file)
    assert f"\n {text.splitlines()[-1]}\n" in patch.read_text(encoding="utf-8"), "a patch is written as it is"
    monkeypatch.delenv(variable)
    elsewhere = io.StringIO()
    shown(elsewhere)
    assert elsewhere.getvalue() == patch.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "text", ["x", "a::b", "::: app/a.py:1", ":: x", "# [x]", "std::error", "#[derive]", ""]
)
def test_what_is_no_command_stays_as_it_is(text: str) -> None:
    assert inert(text) == text
