from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from wflint.checking.options import CheckOptions
from wflint.checking.report import Report
from wflint.checking.run import check_files
from wflint.files.discovery import discover
from wflint.findings import Applicability
from wflint.languages import SUFFIXES
from wflint.rules import all_rules

if TYPE_CHECKING:
    from wflint.findings import Finding, Fix

HEAD = """\
import time

from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

app = FastAPI()
serve = Serve(app)
"""
HANDLER = """

@serve.post("/bill")
async def bill(context: AsyncWorkflowContext[dict]) -> None:
    now = time.time()
    await context.run("create", lambda: print(now))
    await context.run("send", lambda: print(now))
"""
EVERY_RULE = frozenset(rule.name for rule in all_rules())


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def report_on(text: str, *, without: frozenset[str] = frozenset(), given: str = ".") -> Report:
    Path("bill.py").write_text(text, encoding="utf-8")
    return check_files(
        discover([Path(given)], suffixes=SUFFIXES, cwd=Path.cwd()), CheckOptions(EVERY_RULE - without)
    )


def found(text: str, *, without: frozenset[str] = frozenset()) -> list[str]:
    return [finding.name for finding in report_on(text, without=without).findings]


def commented(comment: str) -> str:
    """The handler with a comment after the mistake."""
    return HEAD + HANDLER.replace("time.time()", f"time.time()  {comment}")


def only(text: str, name: str) -> tuple[Finding, str]:
    """The only finding of a rule, and the text that it marks."""
    report = report_on(text)
    [finding] = [each for each in report.findings if each.name == name]
    return finding, report.sources["bill.py"].text[finding.span.start : finding.span.end]


def fix_of(text: str, name: str) -> Fix | None:
    """The fix of the only finding of a rule."""
    report = report_on(text)
    [finding] = [each for each in report.findings if each.name == name]
    return report.fix_of(finding)


# --- what is silenced ---


@pytest.mark.parametrize(
    "comment",
    [
        "# wflint: ignore[clock-outside-step]",
        "# wflint: ignore[WF101]",
        "# wflint: ignore[wf101] the clock is fixed in tests",
        "# wflint: ignore[Clock-Outside-Step]",
        "# noqa: DTZ005  # wflint: ignore[WF101] fine",
    ],
)
def test_an_ignore_silences_the_finding_on_its_line(comment: str) -> None:
    assert found(commented(comment)) == []


def test_an_ignore_above_the_line_silences_it() -> None:
    text = HEAD + HANDLER.replace("    now", "    # wflint: ignore[WF101] why\n    now")
    assert found(text) == []


def test_an_ignore_of_another_rule_does_not() -> None:
    assert found(commented("# wflint: ignore[WF102]")) == ["clock-outside-step", "unused-ignore"]


def test_an_ignore_elsewhere_does_not() -> None:
    assert found("# wflint: ignore[WF101]\nx = 1\n" + HEAD + HANDLER) == [
        "unused-ignore",
        "clock-outside-step",
    ]


def test_an_ignore_for_the_file_silences_all_of_it() -> None:
    second = HANDLER.replace("bill", "other")
    assert found("# wflint: ignore-file[WF101] legacy\n" + HEAD + HANDLER + second) == []


def test_an_ignore_for_the_file_leaves_other_rules_alone() -> None:
    assert found("# wflint: ignore-file[WF205]\n" + HEAD + HANDLER) == ["unused-ignore", "clock-outside-step"]


def test_where_both_would_do_the_ignore_of_the_line_is_the_used_one() -> None:
    text = "# wflint: ignore-file[WF101]\n" + commented("# wflint: ignore[WF101]")
    finding, marked = only(text, "unused-ignore")
    assert marked == "# wflint: ignore-file[WF101]"
    assert finding.message == "No finding of `WF101` is silenced here"


def test_an_ignore_in_a_string_is_none() -> None:
    assert found(HEAD + HANDLER + 'TEXT = "# wflint: ignore[WF101]"\n') == ["clock-outside-step"]


# --- ignores that silence nothing ---


@pytest.mark.parametrize("name", ["pyproject.toml", "uv.lock", "requirements.txt"])
def test_what_a_file_beside_the_code_says_of_ignores_is_none(folder: Path, name: str) -> None:
    """These files are read for the version of the SDK that the project is held to; no finding points into them."""
    beside = '# wflint: ignore[missing-context-method] until we move on\n[[package]]\nname = "dbos"\nversion = "2.9"\n'
    (folder / name).write_text(beside, encoding="utf-8")
    gone = "from dbos import DBOS, Queue\n\nemails = Queue('emails')  # wflint: ignore[WF605]\n"
    handler = "\n\n@DBOS.workflow()\ndef order(number: str) -> None:\n    emails.enqueue(print)\n"
    report = report_on(gone + handler, without=frozenset({"no-step-reached"}))
    assert {finding.span.path for finding in report.findings} <= {"bill.py"}
    assert name not in report.sources


def test_an_unused_ignore_is_reported_with_a_fix_that_removes_it() -> None:
    text = HEAD + "x = 1  # wflint: ignore[WF101] why\n"
    _, marked = only(text, "unused-ignore")
    assert marked == "# wflint: ignore[WF101] why"
    fix = fix_of(text, "unused-ignore")
    assert fix is not None
    [edit] = fix.edits
    assert text[: edit.span.start] + edit.text + text[edit.span.end :] == HEAD + "x = 1\n"


def test_of_several_rules_the_unused_ones_are_reported() -> None:
    text = commented("# wflint: ignore[WF101, WF102, WF103] why")
    finding, marked = only(text, "unused-ignore")
    assert marked == "WF102"
    assert finding.message == "No finding of `WF102`, `WF103` is silenced here"
    fix = fix_of(text, "unused-ignore")
    assert fix is not None
    [edit] = fix.edits
    assert "# wflint: ignore[WF101] why" in text[: edit.span.start] + edit.text + text[edit.span.end :]


def test_ignores_of_rules_that_did_not_run_are_not_judged() -> None:
    text = HEAD + "x = 1  # wflint: ignore[WF101]\n"
    assert found(text, without=frozenset({"clock-outside-step"})) == []


def test_an_unused_ignore_can_be_ignored_itself() -> None:
    assert found(HEAD + "x = 1  # wflint: ignore[WF101, unused-ignore] kept for later\n") == []


# --- ignores that are wrong ---


def repaired(comment: str, name: str) -> str | None:
    """What the fix of a wrong comment makes of it; `None` if it has none."""
    text = commented(comment)
    fix = fix_of(text, name)
    if fix is None:
        return None
    [edit] = fix.edits
    after = text[: edit.span.start] + edit.text + text[edit.span.end :]
    assert name not in found(after)
    assert fix.applicability is Applicability.SAFE
    return after.partition("time.time()  ")[2].partition("\n")[0]


@pytest.mark.parametrize(
    ("comment", "after"),
    [
        ("# wflint: ignore[clock-outside-stp] why", "# wflint: ignore[clock-outside-step] why"),
        ("# wflint: ignore[WF101, clock-outside-steps]", "# wflint: ignore[WF101, clock-outside-step]"),
        ("# wflint: ignore[clock_outside_step]", "# wflint: ignore[clock-outside-step]"),
        ("# wflint: ignore[clock]", None),
        ("# wflint: ignore[WF999]", None),
        ("# wflint: ignore[WF1011]", None),
    ],
)
def test_a_misspelt_rule_is_named_if_there_is_no_doubt(comment: str, after: str | None) -> None:
    assert repaired(comment, "unknown-ignore") == after


@pytest.mark.parametrize(
    ("comment", "after"),
    [
        ("# wflint: ignore(WF101) why", "# wflint: ignore[WF101] why"),
        ("# wflint: ignore[WF101", "# wflint: ignore[WF101]"),
        ("# wflint: ignore[WF101 WF102] why", "# wflint: ignore[WF101, WF102] why"),
        ("# wflint: ignore[WF101; clock-outside-step]", "# wflint: ignore[WF101, clock-outside-step]"),
        ("# wflint: disable=WF101", "# wflint: ignore[WF101]"),
        ("# wflint: noqa: WF101, WF102", "# wflint: ignore[WF101, WF102]"),
        ("# wflint: ingore[WF101]", None),
        ("# wflint: ignored[WF101] why  # noqa", "# wflint: ignore[WF101] why  # noqa"),
        ("# wflint ignore[WF101] why", "# wflint: ignore[WF101] why"),
        ("# wflint: ignore", None),
        ("# wflint: ignore[]", None),
        ("# wflint: ignore WF101", None),
        ("# wflint: ignore(something else)", None),
        ("# wflint: ignore[WF101 because of x]", None),
        ("# wflint: ignore[WF101 because", None),
        ("# wflint: ignore-file[WF101]", None),
    ],
)
def test_a_malformed_comment_is_repaired_where_it_is_clear_what_it_means(
    comment: str, after: str | None
) -> None:
    assert repaired(comment, "malformed-ignore") == after


def test_a_comment_about_a_file_is_repaired_as_one() -> None:
    text = "# wflint: ignore-file(WF101) why\n" + commented("")
    fix = fix_of(text, "malformed-ignore")
    assert fix is not None
    [edit] = fix.edits
    assert edit.text == "# wflint: ignore-file[WF101] why"


def test_ignores_of_findings_about_comments_are_used() -> None:
    text = commented("# wflint: ignore[WF101, no-rule, unknown-ignore]")
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("clock-outside-stp", "did you mean `clock-outside-step`?"),
        ("WF1011", "did you mean `WF101`?"),
        ("zzzzzz", "`wflint rule --list` lists the rules"),
    ],
)
def test_an_unknown_rule_is_reported(text: str, hint: str) -> None:
    finding, marked = only(HEAD + f"x = 1  # wflint: ignore[{text}]\n", "unknown-ignore")
    assert marked == text
    assert finding.help == hint


@pytest.mark.parametrize(
    "comment", ["# wflint: ignore", "# wflint: ignore[]", "# wflint: noqa", "# wflint: ignore[WF101"]
)
def test_a_malformed_ignore_is_reported_and_silences_nothing(comment: str) -> None:
    assert sorted(found(commented(comment))) == ["clock-outside-step", "malformed-ignore"]


@pytest.mark.parametrize(
    ("comment", "rule"),
    [
        ("# wflint: ignore[WF101]", "unused-ignore"),
        ("# wflint: ignore[nonsense]", "unknown-ignore"),
        ("# wflint: ignore", "malformed-ignore"),
    ],
)
def test_each_of_these_rules_can_be_left_out(comment: str, rule: str) -> None:
    text = HEAD + f"x = 1  {comment}\n"
    assert found(text) == [rule]
    assert found(text, without=frozenset({rule})) == []


def test_a_reason_can_be_required() -> None:
    Path("bill.py").write_text(commented("# wflint: ignore[WF101]"), encoding="utf-8")
    files = discover([Path()], suffixes=SUFFIXES, cwd=Path.cwd())
    [finding] = check_files(files, CheckOptions(EVERY_RULE, require_reason=True)).findings
    assert finding.name == "malformed-ignore"
    assert finding.message == "This ignore comment has no reason"


# --- which files' comments count ---


def test_comments_of_files_without_handlers_count_if_a_folder_was_given() -> None:
    text = "x = 1  # wflint: ignore[WF101]\n"
    assert [finding.name for finding in report_on(text).findings] == ["unused-ignore"]
    assert report_on(text, given="bill.py").findings == ()


def test_comments_of_files_that_cannot_be_decoded_do_not_count() -> None:
    Path("latin.py").write_bytes(b"x = 1  # wflint: ignore[WF101] caf\xe9\n")
    assert found(HEAD + HANDLER) == ["clock-outside-step"]


def test_comments_count_in_files_that_do_not_parse() -> None:
    assert found(HEAD + "def (:  # wflint: ignore[syntax-error] a template\n") == []
