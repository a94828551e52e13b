"""Mistakes of wflint itself: each ends what was being done for one rule, fix or handler, and nothing else."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from command_line import HANDLER, run

import wflint.checking.run
import wflint.explaining
import wflint.fixes.run
import wflint.languages.python
import wflint.report
import wflint.workspace.record
from wflint.errors import UsageError, internal_error
from wflint.languages.python.rewriting import PythonRewriter
from wflint.languages.python.verify import PythonVerifier
from wflint.model import builder
from wflint.report.explain_json_schema import SCHEMA_FILE as EXPLAIN_SCHEMA_FILE
from wflint.report.json_schema import SCHEMA_FILE
from wflint.rules import all_rules

if TYPE_CHECKING:
    from collections.abc import Callable

    from wflint.model.handler import Handler
    from wflint.rules.api import Report

TWO = f"{HANDLER}    print(flush=True)\n" + HANDLER.partition("\n\n\n")[2].replace("bill", "ship")
"""Two handlers with the same mistakes."""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "app.py").write_text(TWO)
    return tmp_path


def break_rule(
    monkeypatch: pytest.MonkeyPatch, check: Callable[[Handler, Report], None], name: str = "long-step"
) -> None:
    """Give a rule another check."""
    rules = tuple(replace(each, check=check) if each.name == name else each for each in all_rules())
    monkeypatch.setattr(wflint.checking.run, "all_rules", lambda: rules)


def break_following(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Have the following of one handler fail."""
    real: Any = builder.follow_handler  # type: ignore[attr-defined]

    def follow(interpreter: Any, closure: Any, *others: Any) -> Any:
        found = real(interpreter, closure, *others)
        if closure.function.name == name:
            interpreter.state.stack.append(
                closure.function
            )  # as an exception in the middle of a call leaves it
            raise RuntimeError("made up")
        return found

    monkeypatch.setattr(builder, "follow_handler", follow)


def report_of(*arguments: str) -> dict[str, Any]:
    outcome = run("check", "--no-cache", "--output-format=json", *arguments)
    assert outcome.exit_code == 2
    found: dict[str, Any] = json.loads(outcome.stdout)
    schema = Path(wflint.report.__file__).with_name(SCHEMA_FILE)
    jsonschema.validate(found, json.loads(schema.read_text()))
    return found


def places(report: dict[str, Any]) -> list[tuple[str, str]]:
    return [(each["code"], each["handler"]) for each in report["findings"]]


def without_end(handler: Handler, report: Report) -> None:
    without_end(handler, report)


def nothing_left(_handler: Handler, _report: Report) -> None:
    empty: list[str] = []
    next(iter(empty))


# --- rules ---


def test_an_error_in_a_rule_names_rule_handler_file_and_cause(monkeypatch: pytest.MonkeyPatch) -> None:
    before = json.loads(run("check", "--output-format=json").stdout)
    assert "internal_errors" not in before

    def fail(_handler: Handler, _report: Report) -> None:
        raise ValueError("made\nup \x1b[31m")

    break_rule(monkeypatch, fail)
    after = report_of()
    assert after["findings"] == before["findings"]
    first, second = after["internal_errors"]
    assert (first["path"], first["handler"], second["handler"]) == ("app.py", "bill", "ship")
    assert (first["rule"], first["activity"]) == ("long-step", "check")
    assert first["error"] == "ValueError: made\\nup \\x1b[31m"
    assert first["frame"].startswith("wflint/checking/run.py:")


def test_people_are_told_on_standard_error_and_by_the_exit_code(monkeypatch: pytest.MonkeyPatch) -> None:
    break_rule(monkeypatch, nothing_left)
    outcome = run("check", "--output-format=concise", "--exit-zero")
    assert outcome.exit_code == 2
    assert outcome.stdout.count("clock-outside-step") == 2
    first, _ = outcome.stderr.splitlines()
    assert first.startswith(
        "wflint: error: app.py: internal error: cannot check `long-step` for `bill`: StopIteration (wflint/"
    )
    assert "please report it at https://" in first


@pytest.mark.parametrize("format_", ["github", "azure", "junit", "sarif", "markdown", "html"])
def test_formats_that_show_errors_show_those_of_wflint(monkeypatch: pytest.MonkeyPatch, format_: str) -> None:
    break_rule(monkeypatch, without_end)
    assert "RecursionError" in run("check", f"--output-format={format_}").stdout


def test_findings_before_the_error_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    rule = next(each for each in all_rules() if each.name == "clock-outside-step")

    def fail_late(handler: Handler, report: Report) -> None:
        assert rule.check is not None
        rule.check(handler, report)
        raise KeyError(1)

    break_rule(monkeypatch, fail_late, rule.name)
    assert places(report_of()) == [("WF101", "bill"), ("WF101", "ship")]


def test_one_cause_is_told_once_however_many_rules_meet_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_handler: Handler, _report: Report) -> None:
        raise ValueError("made up")

    rules = tuple(replace(each, check=fail) if each.check else each for each in all_rules())
    monkeypatch.setattr(wflint.checking.run, "all_rules", lambda: rules)
    assert [each["handler"] for each in report_of()["internal_errors"]] == ["bill", "ship"]


def test_an_error_in_a_rule_about_the_project_names_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_project: object, _report: Report) -> None:
        raise ValueError("made up")

    rules = tuple(
        replace(each, check_project=fail) if each.name == "unsigned-endpoint" else each
        for each in all_rules()
    )
    monkeypatch.setattr(wflint.checking.run, "all_rules", lambda: rules)
    (error,) = report_of()["internal_errors"]
    assert (error["path"], error["handler"], error["rule"]) == (None, None, "unsigned-endpoint")
    assert "file=" not in run("check", "--output-format=github").stdout.splitlines()[-2]


def test_a_baseline_is_not_written_without_what_could_not_be_checked(
    monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    break_rule(monkeypatch, nothing_left)
    assert run("baseline").exit_code == 2
    assert not (folder / "wflint-baseline.txt").exists()


# --- handlers ---


def test_an_error_in_one_handler_leaves_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    break_following(monkeypatch, "bill")
    report = report_of()
    assert places(report) == [("WF101", "ship")]
    (error,) = report["internal_errors"]
    assert (error["path"], error["handler"], error["rule"]) == ("app.py", "bill", None)
    assert error["activity"] == "follow the code"


def test_explain_goes_on_with_the_other_handlers(monkeypatch: pytest.MonkeyPatch) -> None:
    break_following(monkeypatch, "bill")
    outcome = run("explain", "--output-format=json", ".")
    assert outcome.exit_code == 2
    found = json.loads(outcome.stdout)
    schema = Path(wflint.report.__file__).with_name(EXPLAIN_SCHEMA_FILE)
    jsonschema.validate(found, json.loads(schema.read_text()))
    assert [each["name"] for each in found["workflows"]] == ["ship"]
    assert [each["handler"] for each in found["internal_errors"]] == ["bill"]
    assert "cannot follow the code for `bill`" in outcome.stderr


def test_explain_goes_on_where_one_workflow_cannot_be_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    real: Any = wflint.explaining._workflow  # noqa: SLF001 - the seam around one workflow

    def workflow(handler: Handler, *others: Any) -> Any:
        if handler.name == "bill":
            raise RecursionError("too deep")
        return real(handler, *others)

    monkeypatch.setattr(wflint.explaining, "_workflow", workflow)
    outcome = run("explain", ".")
    assert outcome.exit_code == 2
    assert "ship" in outcome.stdout
    assert "cannot explain the code for `bill`: RecursionError: too deep" in outcome.stderr


def test_a_module_in_which_handlers_cannot_be_found_leaves_the_others(
    monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    (folder / "zoo.py").write_text(HANDLER)
    real: Any = builder.discover  # type: ignore[attr-defined]

    def discover(interpreter: Any, module: Any) -> Any:
        if module.path == "app.py":
            interpreter.state.discovering = True
            raise RuntimeError("made up")
        return real(interpreter, module)

    monkeypatch.setattr(builder, "discover", discover)
    report = report_of()
    assert [each["path"] for each in report["findings"]] == ["zoo.py"]
    assert [each["path"] for each in report["internal_errors"]] == ["app.py"]


def test_a_file_that_cannot_be_lowered_leaves_the_others(
    monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    (folder / "zoo.py").write_text(HANDLER)
    real: Any = wflint.languages.python.PYTHON.parse

    def read(source: Any, *others: Any, **more: Any) -> Any:
        if source.path == "app.py":
            raise NotImplementedError
        return real(source, *others, **more)

    language = replace(wflint.languages.python.PYTHON, parse=read)
    monkeypatch.setattr(wflint.workspace.record, "language_of", lambda _: language)
    report = report_of()
    assert [each["path"] for each in report["findings"]] == ["zoo.py"]
    (error,) = report["internal_errors"]
    assert (error["path"], error["activity"], error["error"]) == (
        "app.py",
        "read the code",
        "NotImplementedError",
    )


# --- fixes ---


def fail_for(name: str, real: Any) -> Any:
    def wrap(rewriter: Any, place: Any, *others: Any, **more: Any) -> Any:
        if place.enclosing_definition.name.value == name:
            raise IndexError("made up")
        return real(rewriter, place, *others, **more)

    return wrap


def test_a_fix_that_cannot_be_written_leaves_the_others(
    monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    monkeypatch.setattr(PythonRewriter, "wrap_in_step", fail_for("bill", PythonRewriter.wrap_in_step))
    report = report_of()
    assert [each["fix"] is None for each in report["findings"]] == [True, False]
    (error,) = report["internal_errors"]
    assert (error["handler"], error["rule"]) == ("bill", "clock-outside-step")

    outcome = run("fix")
    assert outcome.exit_code == 2
    assert "Fixed 1 finding in 1 file" in outcome.stdout
    assert "not fixed: wflint failed while it wrote the fix" in outcome.stdout
    assert "cannot write the fix of `clock-outside-step` for `bill`: IndexError: made up" in outcome.stderr
    assert (folder / "app.py").read_text().count("get-") == 1


def test_a_fix_that_cannot_be_verified_leaves_the_others(
    monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    real: Any = PythonVerifier.verify

    def verify(verifier: Any, before: Any, text: str, edits: Any) -> Any:
        if text.partition("def ship")[0].count("get-"):
            raise AssertionError("as pyflakes does")
        return real(verifier, before, text, edits)

    monkeypatch.setattr(PythonVerifier, "verify", verify)
    outcome = run("fix")
    assert outcome.exit_code == 2
    assert "Fixed 1 finding in 1 file" in outcome.stdout
    assert "not fixed: wflint failed while it verified the fix" in outcome.stdout
    assert outcome.stderr.count("AssertionError: as pyflakes does") == 1
    assert "def ship" in (folder / "app.py").read_text().partition("get-")[0]


def test_a_fix_that_cannot_be_verified_is_not_published(monkeypatch: pytest.MonkeyPatch) -> None:
    real: Any = PythonVerifier.verify

    def verify(verifier: Any, before: Any, text: str, edits: Any) -> Any:
        if text.partition("def ship")[0].count("get-"):
            raise AssertionError("as pyflakes does")
        return real(verifier, before, text, edits)

    monkeypatch.setattr(PythonVerifier, "verify", verify)
    report = json.loads(run("check", "--output-format=json").stdout)
    assert [each["fix"] is None for each in report["findings"] if each["code"] == "WF101"] == [True, False]
    (error,) = report["internal_errors"]
    assert error["activity"] == "verify the fix of"
    assert error["handler"] == "bill"


def test_a_fix_on_whose_result_wflint_fails_is_left_out(
    monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    before = (folder / "app.py").read_text()

    def fail_on_the_result(handler: Handler, _report: Report) -> None:
        if len(handler.steps) != 2:
            raise ValueError("made up")

    break_rule(monkeypatch, fail_on_the_result)
    outcome = run("fix")
    assert "not fixed: wflint fails on the result: internal error: cannot check" in outcome.stdout
    assert (folder / "app.py").read_text() == before


def test_an_error_in_check_with_fix_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PythonRewriter, "wrap_in_step", fail_for("bill", PythonRewriter.wrap_in_step))
    outcome = run("check", "--fix", "--output-format=concise")
    assert outcome.exit_code == 2
    assert "fixed 1 finding" in outcome.stderr
    assert "IndexError: made up" in outcome.stderr


# --- what is no internal error ---


def test_what_is_wrong_with_the_input_still_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_handler: Handler, _report: Report) -> None:
        raise UsageError("not like this")

    break_rule(monkeypatch, fail)
    outcome = run("check")
    assert (outcome.exit_code, outcome.stderr) == (2, "wflint: error: not like this\n")


def test_an_error_that_never_was_in_wflint_says_so() -> None:
    assert internal_error(ValueError(), "check", path="a.py").frame == "outside of wflint"
    assert str(internal_error(ValueError(), "check", path="")).startswith("internal error: cannot check: ")


def test_a_plain_wrapper_under_an_async_workflow_is_a_finding_without_a_fix(folder: Path) -> None:
    (folder / "app.py").write_text(
        "from dbos import DBOS\n\n\ndef traced(function):\n    def wrapper(*args):\n        return function(*args)\n\n"
        "    return wrapper\n\n\n@DBOS.workflow()\n@traced\nasync def flow():\n    return 1\n"
    )
    outcome = run("check", "--output-format=json")
    (finding,) = json.loads(outcome.stdout)["findings"]
    assert outcome.exit_code == 1
    assert (finding["code"], finding["fix"]) == ("WF313", None)
