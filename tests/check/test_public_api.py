"""What programs import from the package itself."""

from __future__ import annotations

import gc
import inspect
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from command_line import CLEAN, HANDLER, run

import wflint
from wflint.findings import HiddenBy
from wflint.pipeline.limits import analysis_limits, garbage_later


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bill.py").write_text(HANDLER)
    return tmp_path


def alone(code: str) -> str:
    """What a program prints in a process of its own."""
    command = [sys.executable, "-c", code]
    result = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - its own command
    assert result.stderr == ""
    return result.stdout


def test_importing_the_package_imports_nothing_else() -> None:
    code = (
        "import sys; before = set(sys.modules); import wflint; print(sorted(set(sys.modules) - before)); "
        "print(set(wflint.__all__) <= set(dir(wflint)))"
    )
    assert alone(code) == "['wflint']\nTrue\n"


def test_the_version_needs_no_parser() -> None:
    code = "import sys, wflint; print(wflint.__version__ != '', 'libcst' in sys.modules)"
    assert alone(code) == "True False\n"


@pytest.mark.parametrize("name", wflint.__all__)
def test_every_name_is_there_and_documented(name: str) -> None:
    value: object = getattr(wflint, name)
    assert isinstance(value, str) or inspect.getdoc(value)


def test_other_names_are_missing_as_they_are_elsewhere() -> None:
    with pytest.raises(AttributeError, match="module 'wflint' has no attribute 'nothing'"):
        _ = wflint.nothing  # type: ignore[attr-defined]
    with pytest.raises(ImportError):
        exec("from wflint import nothing")  # noqa: S102 - what a program would do


@pytest.mark.parametrize("paths", ["bill.py", Path("bill.py"), ["bill.py"], [Path()], (Path("bill.py"),)])
def test_paths_may_be_one_or_several_texts_or_paths(paths: str | Path | list[str | Path]) -> None:
    (finding,) = wflint.check(paths).findings
    assert (finding.code, finding.level, finding.span.path) == ("WF101", wflint.Level.ERROR, "bill.py")


def test_the_report_is_what_the_command_says(folder: Path) -> None:
    (folder / "more.py").write_text(HANDLER.replace("time.time()", "time.time()  # wflint: ignore[WF101] so"))
    (folder / "wflint.toml").write_text('baseline = "known.txt"\n')
    assert wflint.check(options=wflint.Options(isolated=True)).findings != ()
    with pytest.raises(wflint.WflintError, match="there is no such baseline"):
        wflint.check()
    assert run("baseline").exit_code == 0
    report = wflint.check()
    assert (report.findings, report.hidden_by(HiddenBy.BASELINE), report.files) == ((), 1, 2)


def test_options_win_over_files(folder: Path) -> None:
    (folder / "wflint.toml").write_text('ignore = ["WF101"]\n')
    (folder / "other.toml").write_text('min-level = "error"\nselect = ["WF2"]\n')
    assert wflint.check().findings == ()
    assert wflint.check(options=wflint.Options(config="other.toml")).findings == ()
    for options in (wflint.Options({"select": ["WF1"]}), wflint.Options({"ignore": []}, "wflint.toml")):
        assert len(wflint.check(options=options).findings) == 1
    with pytest.raises(wflint.WflintError, match="there is no rule `WF9x`"):
        wflint.check(options=wflint.Options({"select": ["WF9x"]}))
    with pytest.raises(wflint.WflintError, match="no such file or folder"):
        wflint.check("nowhere")


def test_excluded_files_can_be_left_out_even_if_named() -> None:
    settings = {"exclude": ["bill.py"]}
    assert wflint.check("bill.py", wflint.Options(settings)).files == 1
    assert wflint.check("bill.py", wflint.Options(settings, force_exclude=True)).files == 0


def test_fixes_are_written_only_if_that_is_asked_for(folder: Path) -> None:
    report = wflint.check()
    fix = report.fix_of(report.findings[0])
    assert isinstance(fix, wflint.Fix)
    result = wflint.fix("bill.py")
    assert [each.finding.code for each in result.applied] == ["WF101"]
    assert (folder / "bill.py").read_text() == HANDLER
    assert wflint.fix("bill.py", safe_only=True).after == {}
    wflint.fix("bill.py", write=True)
    assert (folder / "bill.py").read_text() == result.after["bill.py"] != HANDLER
    assert wflint.check().findings == ()


def test_workflows_are_explained() -> None:
    (workflow,) = wflint.explain("bill.py").workflows
    assert (workflow.name, workflow.step_count.least) == ("bill", 2)


def test_a_deep_chain_of_calls_is_followed_in_a_plain_process(folder: Path) -> None:
    chain = "".join(
        f"def f{number}():\n    return {'(' * 60}f{number + 1}(){')' * 60}\n" for number in range(20)
    )
    (folder / "deep.py").write_text(CLEAN.replace("bill", "deep") + f"    f0()\n\n\n{chain}")
    code = (
        "import gc, sys; sys.setrecursionlimit(200); before = sys.getrecursionlimit(), gc.isenabled(); import wflint; "
        "report = wflint.check('deep.py'); print(report.handlers, report.problems); "
        "print(before == (sys.getrecursionlimit(), gc.isenabled()))"
    )
    assert alone(code) == "1 ()\nTrue\n"


def test_the_process_is_left_as_it_was() -> None:
    before = sys.getrecursionlimit(), gc.isenabled()
    inside = threading.Event()
    leave = threading.Event()

    def analyse() -> None:
        with analysis_limits():
            inside.set()
            leave.wait(10)

    other = threading.Thread(target=analyse)
    with analysis_limits():
        other.start()
        inside.wait(10)
        assert not gc.isenabled()
        with analysis_limits(collects=True):
            assert gc.isenabled()
    # The other thread still analyses.
    assert sys.getrecursionlimit() >= 5000
    leave.set()
    other.join()
    assert (sys.getrecursionlimit(), gc.isenabled()) == before
    gc.disable()
    try:
        wflint.check()
        assert not gc.isenabled()
    finally:
        gc.enable()


@pytest.mark.parametrize("collects", [True, False])
def test_garbage_is_left_for_later_and_collected_only_where_it_was_before(collects: bool) -> None:  # noqa: FBT001 - a parameter of a test
    (gc.enable if collects else gc.disable)()
    try:
        with garbage_later():
            assert not gc.isenabled()
            with analysis_limits():
                assert not gc.isenabled()
            assert not gc.isenabled()
        assert gc.isenabled() is collects
    finally:
        gc.enable()


def test_a_wider_recursion_limit_stays() -> None:
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(20_000)
    try:
        with analysis_limits():
            assert sys.getrecursionlimit() == 20_000
    finally:
        sys.setrecursionlimit(before)
