"""Handlers are followed anew only where a change can reach them, and the report is the same as if all were."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from command_line import CLEAN, HANDLER
from sampling import sampled_pairs

from wflint.findings import Finding, Level
from wflint.model import builder
from wflint.pipeline.plan import Plan, make_finder, make_plan
from wflint.pipeline.run import check_projects, explain_sessions
from wflint.workspace.workspace import Workspace

FIXTURES = Path(__file__).parents[2] / "fixtures"
HELPED = HANDLER.replace("import time\n", "from helper import moment\n").replace("time.time()", "moment()")
HELPER = "import time\n\n\ndef moment():\n    return time.time()\n"
CALM = "def moment():\n    return 1.0\n"


class Project:
    """Files that are checked again and again."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.workspace = Workspace()
        self.followed: list[str] = []
        real: Any = builder.follow_handler  # type: ignore[attr-defined]

        def follow(interpreter: Any, closure: Any, *others: Any) -> Any:
            self.followed.append(closure.function.name)
            return real(interpreter, closure, *others)

        monkeypatch.setattr(builder, "follow_handler", follow)

    def write(self, **files: str) -> None:
        for name, text in files.items():
            (self.folder / f"{name}.py").write_text(text)

    def plan(self) -> Plan:
        finder = make_finder(self.folder, (), {"min-level": "info"}, isolated=True)
        return make_plan([Path()], finder, force_exclude=False, respect_gitignore=False)

    def check(self, **buffers: str) -> list[str]:
        """The findings as `path code`; what was followed is in `followed`."""
        self.followed.clear()
        contents = {(self.folder / f"{name}.py").resolve(): text.encode() for name, text in buffers.items()}
        (checked,) = check_projects(self.plan().projects, workspace=self.workspace, buffers=contents)
        return [f"{each.span.path} {each.code}" for each in checked.report.findings]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.chdir(tmp_path)
    return Project(tmp_path, monkeypatch)


def test_only_what_a_change_reaches_is_followed_anew(project: Project) -> None:
    project.write(bill=HANDLER, ship=HANDLER.replace("bill", "ship"))
    both = ["bill.py WF101", "ship.py WF101"]
    assert (project.check(), project.followed) == (both, ["bill", "ship"])
    assert (project.check(), project.followed) == (both, [])
    assert (project.check(bill=CLEAN), project.followed) == (["ship.py WF101"], ["bill"])
    assert (project.check(bill=CLEAN), project.followed) == (["ship.py WF101"], [])
    assert (project.check(bill=HANDLER + "\n"), project.followed) == (both, ["bill"])
    project.write(ship=CLEAN.replace("bill", "ship"))
    assert (project.check(bill=HANDLER + "\n"), project.followed) == (["bill.py WF101"], ["ship"])


def test_a_helper_reaches_those_that_import_it(project: Project) -> None:
    project.write(bill=HELPED, ship=HANDLER.replace("bill", "ship"), helper=HELPER)
    assert project.check() == ["bill.py WF101", "ship.py WF101"]
    assert (project.check(helper=CALM), project.followed) == (["ship.py WF101"], ["bill"])
    assert (project.check(helper=HELPER), project.followed) == (["bill.py WF101", "ship.py WF101"], ["bill"])


def test_modules_that_share_a_helper_are_followed_together(project: Project) -> None:
    project.write(bill=HELPED, ship=HELPED.replace("bill", "ship"), pack=HANDLER.replace("bill", "pack"))
    project.write(helper=HELPER)
    project.check()
    assert project.followed == ["bill", "pack", "ship"]
    project.check(bill=CLEAN)
    assert project.followed == ["bill", "ship"], "one may change what the other finds in the helper"


def test_a_new_import_links_what_was_apart(project: Project) -> None:
    project.write(bill=HANDLER, ship=HELPED.replace("bill", "ship"), helper=HELPER)
    assert project.check() == ["bill.py WF101", "ship.py WF101"]
    assert (project.check(bill=HELPED), project.followed[-2:]) == (
        ["bill.py WF101", "ship.py WF101"],
        ["bill", "ship"],
    )
    project.check(bill=HELPED, helper=CALM)
    assert project.followed == ["bill", "ship"]


def test_a_file_that_parses_again_is_seen_by_those_that_import_it(project: Project) -> None:
    project.write(bill=HELPED, ship=HANDLER.replace("bill", "ship"), helper="def moment(:\n")
    before = project.check()
    assert "bill.py WF101" not in before
    assert (project.check(), project.followed) == (before, [])
    assert (project.check(helper=HELPER), project.followed) == (["bill.py WF101", "ship.py WF101"], ["bill"])
    assert project.check(helper="def moment(:\n") == before
    assert project.followed == ["bill"]


def test_what_is_known_of_a_file_outlasts_a_state_that_does_not_parse(project: Project) -> None:
    project.write(bill=HELPED, ship=HANDLER.replace("bill", "ship"), helper=HELPER)
    expected = ["bill.py WF101", "ship.py WF101"]
    assert project.check() == expected
    for number in range(3):
        assert project.check(bill=f"{HELPED}value_{number} = (\n") == ["bill.py WF901", "ship.py WF101"]
        assert (project.check(), project.followed) == (expected, [])
    assert project.check(bill=f"{HELPED}value = (\n", helper=CALM) == ["bill.py WF901", "ship.py WF101"]
    assert (project.check(helper=CALM), project.followed) == (["ship.py WF101"], ["bill"])


def test_a_package_that_parses_again_is_seen_as_well(project: Project) -> None:
    (project.folder / "helper").mkdir()
    (project.folder / "helper" / "__init__.py").write_text("def moment(:\n")
    project.write(bill=HELPED)
    assert "bill.py WF101" not in project.check()
    (project.folder / "helper" / "__init__.py").write_text(HELPER)
    assert "bill.py WF101" in project.check()


def test_a_file_that_has_come_or_gone_is_seen(project: Project) -> None:
    project.write(bill=HELPED)
    assert "bill.py WF101" not in project.check()
    project.write(helper=HELPER)
    assert "bill.py WF101" in project.check()
    (project.folder / "helper.py").unlink()
    assert "bill.py WF101" not in project.check()


def test_names_that_nobody_imports_may_come_and_go(project: Project) -> None:
    project.write(bill=HANDLER)
    project.check()
    (project.folder / "notes.txt").touch()
    (project.folder / "folder").mkdir()
    project.write(other="x = 1\n")
    plan = make_plan(
        [Path("bill.py")],
        make_finder(project.folder, (), {}, isolated=True),
        force_exclude=False,
        respect_gitignore=False,
    )
    workspace = Workspace()
    check_projects(plan.projects, workspace=workspace)
    project.followed.clear()
    project.write(another="x = 1\n")
    check_projects(plan.projects, workspace=workspace)
    assert project.followed == []
    project.write(time="x = 1\n", upstash_workflow="x = 1\n")
    check_projects(plan.projects, workspace=workspace)
    assert project.followed == ["bill"]


def test_a_module_that_stands_before_another_is_seen(project: Project) -> None:
    project.write(bill=HELPED, helper=CALM)
    assert "bill.py WF101" not in project.check()
    (project.folder / "helper").mkdir()
    (project.folder / "helper" / "__init__.py").write_text(HELPER)
    assert "bill.py WF101" in project.check()


def test_a_handler_that_has_come_or_gone_is_seen(project: Project) -> None:
    project.write(bill=HANDLER)
    assert project.check() == ["bill.py WF101"]
    project.write(ship=HANDLER.replace("bill", "ship"))
    assert project.check() == ["bill.py WF101", "ship.py WF101"]
    (project.folder / "bill.py").unlink()
    assert project.check() == ["ship.py WF101"]


def test_other_settings_have_all_handlers_followed_anew(project: Project) -> None:
    project.write(bill=HANDLER)
    project.check()
    finder = make_finder(project.folder, (), {"step-timeout": 1}, isolated=True)
    plan = make_plan([Path()], finder, force_exclude=False, respect_gitignore=False)
    project.followed.clear()
    check_projects(plan.projects, workspace=project.workspace)
    assert project.followed == ["bill"]


def test_what_could_not_be_followed_is_told_again(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.write(bill=HANDLER, ship=HANDLER.replace("bill", "ship"))
    counting: Any = builder.follow_handler  # type: ignore[attr-defined]

    def follow(interpreter: Any, closure: Any, *others: Any) -> Any:
        found = counting(interpreter, closure, *others)
        if closure.function.name == "bill":
            raise RuntimeError("made up")
        return found

    monkeypatch.setattr(builder, "follow_handler", follow)
    for text in ("", "", "\n"):
        buffers = {(project.folder / "ship.py").resolve(): (HANDLER.replace("bill", "ship") + text).encode()}
        plan = project.plan()
        (checked,) = check_projects(plan.projects, workspace=project.workspace, buffers=buffers)
        assert [each.handler for each in checked.report.internal_errors] == ["bill"]
        assert [each.span.path for each in checked.report.findings] == ["ship.py"]


def test_explanations_and_fixes_of_kept_handlers_are_there(project: Project) -> None:
    project.write(bill=HANDLER, ship=HANDLER.replace("bill", "ship"))
    project.check()
    buffers = {(project.folder / "ship.py").resolve(): CLEAN.replace("bill", "ship").encode()}
    (checked,) = check_projects(project.plan().projects, workspace=project.workspace, buffers=buffers)
    (finding,) = checked.report.findings
    assert checked.report.fix_of(finding) is not None
    workflows = explain_sessions([checked.session]).workflows
    assert [each.name for each in workflows] == ["bill", "ship"]


@pytest.mark.parametrize(
    ("name", "seed"),
    sampled_pairs(["tour", "hardcoded-secret", "unsigned-endpoint", "duplicate-step-name"], range(4)),
)
def test_reports_are_the_same_as_without_what_is_kept(
    name: str, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(FIXTURES / name)
    finder = make_finder(Path.cwd(), (), {}, isolated=True)
    plan = make_plan([Path()], finder, force_exclude=False, respect_gitignore=False)
    chance = random.Random(seed)  # noqa: S311 - no secret
    workspace, buffers = Workspace(), dict[Path, bytes]()
    for _ in range(6):
        path = chance.choice(plan.files).real
        lines = path.read_bytes().splitlines(keepends=True)
        del lines[chance.randrange(len(lines) + 1) :]
        buffers[path] = b"".join(lines) if chance.random() < 0.5 else path.read_bytes() + b"\nx = 1\n"
        kept, fresh = (
            check_projects(plan.projects, workspace=each, buffers=buffers)
            for each in (workspace, Workspace())
        )
        for one, other in zip(kept, fresh, strict=True):
            assert list(map(shown, one.report.findings)) == list(map(shown, other.report.findings))
            assert one.report == other.report


def shown(finding: Finding) -> tuple[str, Level, str]:
    return finding.code, finding.level, str(finding)
