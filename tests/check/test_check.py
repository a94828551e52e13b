from __future__ import annotations

import gc
import os
import shutil
import weakref
from pathlib import Path

import pytest

import wflint.files.reading
import wflint.workspace.files
from wflint.checking.options import CheckOptions, FileIgnore
from wflint.checking.report import Report
from wflint.checking.run import check_files, check_session
from wflint.files.discovery import SourceFile, discover
from wflint.files.patterns import FolderPatterns
from wflint.findings import Level, Role
from wflint.ir import nodes as ir
from wflint.ir.rewriting import Rewriter
from wflint.languages import SUFFIXES
from wflint.rules import all_rules
from wflint.workspace.scope import Scope
from wflint.workspace.session import Session

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


def write(name: str, text: str | bytes) -> Path:
    path = Path.cwd() / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def report_on(*given: str, **options: object) -> Report:
    """Check what is given, the working directory if nothing is."""
    files = discover([Path(each) for each in given or (".",)], suffixes=SUFFIXES, cwd=Path.cwd())
    return check_files(files, CheckOptions(**{"rules": EVERY_RULE, **options}))  # type: ignore[arg-type]


def found(report: Report) -> list[tuple[str, str, int]]:
    return [
        (each.name, each.span.path, report.sources[each.span.path].line_of(each.span.start))
        for each in report.findings
    ]


# --- what is reported ---


def test_a_finding_knows_where_it_is_and_whose() -> None:
    write("bill.py", HEAD + HANDLER)
    report = report_on()
    assert found(report) == [("clock-outside-step", "bill.py", 13)]
    [finding] = report.findings
    source = report.sources["bill.py"].text
    assert source[finding.span.start : finding.span.end] == "time.time()"
    assert (finding.code, finding.level, finding.engine, finding.handler) == (
        "WF101", Level.ERROR, "upstash", "bill",
    )  # fmt: skip
    assert Role.HANDLER in {label.role for label in finding.related}
    assert finding.url.endswith("/clock-outside-step/")


def test_the_report_counts_what_was_looked_at() -> None:
    write("bill.py", HEAD + HANDLER)
    write("other.py", "x = 1\n")
    report = report_on()
    assert (report.files, report.handlers, report.steps, report.errors) == (2, 1, 2, ())


def test_no_files_give_an_empty_report() -> None:
    report = check_files([], CheckOptions(EVERY_RULE))
    assert (report.findings, report.files, report.handlers) == ((), 0, 0)


def test_findings_are_sorted_by_path_and_position() -> None:
    write("b.py", HEAD + HANDLER + HANDLER.replace("bill", "other"))
    write("a/c.py", HEAD + HANDLER)
    assert [(path, line) for _, path, line in found(report_on())] == [
        ("a/c.py", 13),
        ("b.py", 13),
        ("b.py", 20),
    ]


def test_findings_below_the_level_are_counted_by_code() -> None:
    write("bill.py", HEAD + HANDLER.replace('    await context.run("send", lambda: print(now))\n', ""))
    report = report_on(min_level=Level.ERROR)
    assert report.findings == ()
    assert report.below_min_level["WF101"] == 1


def test_only_the_wanted_rules_run() -> None:
    write("bill.py", HEAD + HANDLER)
    assert report_on(rules=EVERY_RULE - {"clock-outside-step"}).findings == ()
    assert report_on(rules=frozenset()).findings == ()


def test_levels_can_be_replaced() -> None:
    write("bill.py", HEAD + HANDLER)
    [finding] = report_on(levels={"clock-outside-step": Level.WARNING}).findings
    assert finding.level is Level.WARNING


def test_rules_can_be_left_out_in_some_files(folder: Path) -> None:
    write("bill.py", HEAD + HANDLER)
    write("legacy/bill.py", HEAD + HANDLER)
    left_out = FileIgnore(
        "legacy/", FolderPatterns.of(folder, ["legacy/"]), frozenset({"clock-outside-step"})
    )
    report = report_on(file_ignores=(left_out,))
    assert found(report) == [("clock-outside-step", "bill.py", 13)]


def test_a_helper_used_by_two_handlers_is_reported_once_at_its_worst() -> None:
    helper = (
        "\n\nasync def record(context: AsyncWorkflowContext[dict], twice: bool) -> None:\n"
        '    now = time.time()\n    await context.run("create", lambda: print(now))\n'
        '    if twice:\n        await context.run("again", lambda: print(now))\n'
    )
    handlers = "".join(
        f'\n\n@serve.post("/{name}")\nasync def {name}(context: AsyncWorkflowContext[dict]) -> None:\n'
        f"    await record(context, {flag})\n"
        for name, flag in (("one", False), ("two", True))
    )
    write("bill.py", HEAD + helper + handlers)
    report = report_on()
    assert found(report) == [("clock-outside-step", "bill.py", 12)]
    assert report.findings[0].level is Level.ERROR


def test_effects_of_the_user_count() -> None:
    write("clock.pyi", "")
    text = HEAD + HANDLER.replace("time.time()", "shopclock.now()")
    write("bill.py", "import shopclock\n" + text)
    assert report_on().findings == ()
    report = report_on(scope=Scope(effects={"shopclock.now": {"effect": "clock"}}))
    assert found(report) == [("clock-outside-step", "bill.py", 14)]


# --- several files ---


def test_a_serve_object_of_another_module_is_followed() -> None:
    write("serving.py", HEAD)
    write(
        "bill.py",
        "import time\n\nfrom serving import serve\n" + HANDLER.replace(": AsyncWorkflowContext[dict]", ""),
    )
    assert found(report_on()) == [("clock-outside-step", "bill.py", 8)]


def test_a_factory_of_another_module_is_followed() -> None:
    factory = "\n\ndef endpoint(app):\n    return Serve(app)\n"
    write("serving.py", HEAD.replace("serve = Serve(app)\n", "") + factory)
    body = HANDLER.replace("serve.post", "serve.post").replace(": AsyncWorkflowContext[dict]", "")
    write("bill.py", "import time\n\nfrom serving import app, endpoint\n\nserve = endpoint(app)\n" + body)
    assert found(report_on()) == [("clock-outside-step", "bill.py", 10)]


def test_a_finding_may_point_into_a_module_that_was_not_given() -> None:
    write("clocks.py", "import time\n\n\ndef now():\n    return time.time()\n")
    write("bill.py", "from clocks import now as read\n" + HEAD + HANDLER.replace("time.time()", "read()"))
    report = report_on("bill.py")
    [finding] = report.findings
    assert {label.span.path for label in finding.related} >= {"clocks.py"}
    assert "clocks.py" in report.sources


def test_a_module_outside_of_the_working_directory_is_shown_by_its_whole_path(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("clocks.py", "import time\n\n\ndef now():\n    return time.time()\n")
    write("bill.py", "from clocks import now as read\n" + HEAD + HANDLER.replace("time.time()", "read()"))
    (folder / "elsewhere").mkdir()
    monkeypatch.chdir(folder / "elsewhere")
    [finding] = report_on("../bill.py").findings
    assert finding.span.path == "../bill.py"
    assert (folder / "clocks.py").as_posix() in {label.span.path for label in finding.related}


def test_roots_hold_modules_as_well() -> None:
    write("lib/clocks.py", "import time\n\n\ndef now():\n    return time.time()\n")
    write("app/__init__.py", "")
    write("app/bill.py", "from clocks import now as read\n" + HEAD + HANDLER.replace("time.time()", "read()"))
    assert report_on("app").findings == ()
    assert len(report_on("app", scope=Scope((Path.cwd() / "lib",))).findings) == 1


# --- files that cannot be checked ---


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (HEAD.encode() + b"def (", "syntax"),
        (HEAD.encode() + b"# caf\xe9\n", "utf-8"),
        (HEAD.encode("utf-16"), "UTF-16"),
        (b"\xfe\xff" + HEAD.encode("utf-16-be"), "UTF-16"),
    ],
)
def test_a_broken_handler_file_is_a_finding(data: bytes, reason: str) -> None:
    write("bill.py", data)
    [finding] = report_on().findings
    assert (finding.name, finding.level) == ("syntax-error", Level.ERROR)
    assert reason in finding.message
    assert finding.span.start == finding.span.end
    assert report_on(rules=EVERY_RULE - {"syntax-error"}).findings == ()


@pytest.mark.parametrize("data", [b"def (", b"caf\xe9", "def (".encode("utf-16"), b"\0"])
def test_other_broken_files_are_silent(data: bytes) -> None:
    write("other.py", data)
    report = report_on()
    assert (report.findings, report.errors) == ((), ())


def test_a_file_that_cannot_be_read_is_an_error(folder: Path) -> None:
    write("bill.py", HEAD + HANDLER)
    gone = SourceFile(folder / "gone.py", "gone.py", explicit=True, real=folder / "gone.py")
    report = check_files([*discover([folder], suffixes=SUFFIXES, cwd=folder), gone], CheckOptions(EVERY_RULE))
    assert [str(error) for error in report.errors] == ["gone.py: No such file or directory"]
    assert len(report.findings) == 1


def test_an_imported_module_that_cannot_be_read_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    write("clocks.py", "def now(): ...\n")
    write("bill.py", "from clocks import now as read\n" + HEAD + HANDLER.replace("time.time()", "read()"))
    read = wflint.files.reading.read_file

    def read_file(path: Path) -> tuple[bytes, os.stat_result]:
        if path.name == "clocks.py":
            raise PermissionError(13, "Permission denied")
        return read(path)

    monkeypatch.setattr(wflint.workspace.files, "read_file", read_file)
    report = report_on("bill.py")
    assert [str(error) for error in report.errors] == ["clocks.py: Permission denied"]


def test_a_link_to_a_file_is_shown_under_the_name_that_was_given(folder: Path) -> None:
    write("real/bill.py", HEAD + HANDLER)
    (folder / "link.py").symlink_to(folder / "real" / "bill.py")
    shutil.copy(folder / "real" / "bill.py", folder / "copy.py")
    assert [path for _, path, _ in found(report_on("link.py", "copy.py"))] == ["copy.py", "link.py"]


def test_a_fix_is_worked_out_when_somebody_asks_for_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[ir.Module] = []
    rewriter = Session.rewriter

    def counted(session: Session, module: ir.Module) -> Rewriter:
        asked.append(module)
        return rewriter(session, module)

    monkeypatch.setattr(Session, "rewriter", counted)
    write("bill.py", HEAD + HANDLER)
    options = CheckOptions(EVERY_RULE)
    session = Session(discover([folder], suffixes=SUFFIXES, cwd=folder), options.scope)
    report = check_session(session, options)
    (finding,) = report.findings
    assert not asked
    fix = report.fix_of(finding)
    assert fix is not None
    assert fix.edits
    assert len(asked) == 1
    assert report.fix_of(finding) is fix


def test_a_finding_keeps_no_parse_alive(folder: Path) -> None:
    write("bill.py", HEAD + HANDLER)
    options = CheckOptions(EVERY_RULE)
    session = Session(discover([folder], suffixes=SUFFIXES, cwd=folder), options.scope)
    report = check_session(session, options)
    (finding,) = report.findings
    assert report.fix_of(finding) is not None
    run, handler = weakref.ref(session), weakref.ref(session.handlers[0])
    del session, report
    gc.collect()
    assert run() is None
    assert handler() is None
    assert finding.span.path == "bill.py"
