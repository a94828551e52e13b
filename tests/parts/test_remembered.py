"""Results that are remembered are those that a new check would come to, whatever has changed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from command_line import CLEAN, HANDLER
from project_in_parts import Project

from wflint.files import reading
from wflint.findings import Level

HELPED = HANDLER.replace("import time\n", "from helper import moment\n").replace("time.time()", "moment()")
HELPER = "import time\n\n\ndef moment():\n    return time.time()\n"
CALM = "def moment():\n    return 1.0\n"
OTHER = HANDLER.replace("bill", "ship")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cache_folder: Path) -> Project:
    folder = tmp_path / "project"
    folder.mkdir()
    monkeypatch.chdir(folder)
    project = Project(folder, cache_folder, {"min-level": Level.INFO.value})
    project.write(bill=HELPED, helper=HELPER, ship=OTHER, plain="x = 1\n")
    assert project.checked_anew() == 2
    assert project.checked_anew() == 0
    return project


def test_a_change_of_a_handler_is_seen(project: Project) -> None:
    project.write(ship=CLEAN)
    assert project.checked_anew() == 1
    project.write(ship=OTHER)
    assert project.checked_anew() == 0, "the former content is known"


def test_a_change_of_what_a_handler_reaches_is_seen(project: Project) -> None:
    project.write(helper=CALM)
    assert project.checked_anew() == 1


def test_a_change_elsewhere_costs_nothing(project: Project) -> None:
    project.write(plain="x = 2\n", fresh="y = 1\n")
    assert project.checked_anew() == 0


def test_a_change_within_the_same_second_and_of_the_same_size_is_seen(project: Project) -> None:
    path = project.folder / "helper.py"
    before = path.stat()
    path.write_text(HELPER.replace("time.time()", "time.time( )").replace("import time\n\n", "import time\n"))
    assert path.stat().st_size == before.st_size
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert project.checked_anew() == 1


def test_a_module_that_appears_is_seen(project: Project) -> None:
    project.write(bill=HELPED.replace("from helper", "from later"))
    assert project.checked_anew() == 1
    project.write(later=HELPER)
    assert project.checked_anew() == 1
    assert project.checked_anew() == 0


def test_a_module_that_stands_before_another_one_is_seen(project: Project) -> None:
    (project.folder / "helper").mkdir()
    (project.folder / "helper/__init__.py").write_text(CALM)
    assert project.checked_anew() == 1


def test_a_module_that_goes_is_seen(project: Project) -> None:
    (project.folder / "helper.py").unlink()
    assert project.checked_anew() == 1


def test_a_module_that_gets_another_name_is_seen(project: Project) -> None:
    (project.folder / "helper.py").rename(project.folder / "assistant.py")
    assert project.checked_anew() == 1
    project.write(bill=HELPED.replace("from helper", "from assistant"))
    assert project.checked_anew() == 1


def test_a_handler_that_is_moved_is_shown_at_its_new_place(project: Project) -> None:
    (project.folder / "ship.py").rename(project.folder / "send.py")
    assert project.checked_anew() == 1


def test_a_new_handler_is_found(project: Project) -> None:
    project.write(third=OTHER)
    assert project.checked_anew() == 1


def test_an_import_that_links_two_handlers_is_seen(project: Project) -> None:
    project.write(ship=OTHER.replace("import time\n", "import time\nimport helper\n"))
    assert project.checked_anew() == 1, "both are one part now"
    assert project.checked_anew() == 0


def test_a_name_that_is_handed_on_is_seen(project: Project) -> None:
    shared = HANDLER.partition("@serve")[0]
    project.write(shared=shared, hub="from shared import serve\n", quiet="def send():\n    return 1\n")
    project.checked_anew()
    user = "import time\n\nfrom hub import serve\n" + HANDLER[HANDLER.index("\n\n@serve") :]
    project.write(quiet=user)
    assert project.checked_anew() >= 1
    project.write(hub="serve = None\n")
    assert project.checked_anew() >= 1


def test_a_configuration_is_seen(project: Project) -> None:
    (project.folder / "wflint.toml").write_text('ignore = ["WF101"]\n')
    assert project.checked_anew() == 2
    (project.folder / "wflint.toml").write_text('levels = { WF101 = "info" }\n')
    assert project.checked_anew() == 2
    (project.folder / "wflint.toml").write_text('ignore = ["WF101"]\n')
    assert project.checked_anew() == 0


def test_an_environment_file_that_appears_is_seen(project: Project) -> None:
    (project.folder / ".env").write_text("QSTASH_TOKEN=abc\nQSTASH_CURRENT_SIGNING_KEY=x\n")
    assert project.checked_anew() == 2
    assert project.checked_anew() == 2, "what stands in such a file is not written down"
    (project.folder / ".env").unlink()
    assert project.checked_anew() == 0


def test_a_requirement_that_appears_is_seen(project: Project) -> None:
    (project.folder / "requirements.txt").write_text("upstash-workflow<1\n")
    project.checked_anew()
    (project.folder / "requirements.txt").write_text("upstash-workflow>=2\n")
    project.checked_anew()


def test_ignore_comments_are_judged_in_files_without_handlers(project: Project) -> None:
    project.write(plain="x = 1  # wflint: ignore[clock-outside-step] why\n")
    assert project.checked_anew() == 1
    project.write(plain="x = 1\n")
    assert project.checked_anew() == 0


def test_a_file_that_does_not_parse_is_told_again(project: Project) -> None:
    project.write(ship="import upstash_workflow\ndef:\n")
    assert project.checked_anew() == 1
    assert project.checked_anew() == 0


def test_a_link_that_leads_elsewhere_is_seen(project: Project) -> None:
    project.write(one=HELPER, two=CALM)
    (project.folder / "helper.py").unlink()
    (project.folder / "helper.py").symlink_to("one.py")
    project.checked_anew()
    (project.folder / "helper.py").unlink()
    (project.folder / "helper.py").symlink_to("two.py")
    assert project.checked_anew() == 1


def test_named_files_are_another_run(project: Project) -> None:
    project.checked_anew("bill.py")
    assert project.checked_anew("bill.py") == 0


def test_a_copy_of_the_project_elsewhere_finds_what_is_known(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "elsewhere" / "project"
    other.parent.mkdir()
    project.folder.rename(other)
    for path in other.rglob("*.py"):
        os.utime(path, (1, 1))
    monkeypatch.chdir(other)
    assert Project(other, project.cache, project.settings).checked_anew() == 0


def test_a_file_that_cannot_be_read_is_told_each_time(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = reading.read_file

    def read(path: Path) -> tuple[bytes, os.stat_result]:
        if path.name == "ship.py":
            raise PermissionError(13, "Permission denied")
        return real(path)

    project.write(ship=OTHER + "\n")
    monkeypatch.setattr("wflint.workspace.files.read_file", read)
    for _ in range(2):
        assert "ship.py: Permission denied" in project.in_parts()[0]
        project.checked_anew()


def test_code_that_is_reached_by_no_visible_import_joins_two_parts(project: Project) -> None:
    hidden = HELPED.replace("from helper import moment\n", "x = 1; from helper import moment\n")
    project.write(third=hidden.replace("bill", "third"))
    assert project.checked_anew() >= 1
    assert project.checked_anew() == 0
    project.write(helper=CALM)
    assert project.checked_anew() >= 1


def test_several_processes_find_the_same(project: Project) -> None:
    text, _ = Project(project.folder, project.cache / "other", project.settings).in_parts(jobs=2)
    assert text == project.at_once()
