"""A run is taken apart anew where a file has come to be something else to the others, and only there."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import CLEAN, HANDLER
from project_in_parts import Project
from sampling import sampled

from wflint.parts import partition
from wflint.parts.roles import Roles
from wflint.workspace.record import FileRecord
from wflint.workspace.session import Session

SERVE = HANDLER.partition("@serve")[0]
USED = HANDLER[HANDLER.index("\n\n@serve") :].replace("bill", "ship")
OPEN_SERVE = "from shared import serve\n"
MEMBER_OF_SHARED = "import time\n\nimport shared\n" + USED.replace("@serve", "@shared.serve")
USER = "import time\n\nfrom shared import serve\n" + USED
SECRET = 'TOKEN = "eyJVc2VySUQiOi' + "A7" * 30 + '"\n'


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cache_folder: Path) -> Project:
    folder = tmp_path / "project"
    folder.mkdir()
    monkeypatch.chdir(folder)
    project = Project(folder, cache_folder, {"min-level": "info"})
    project.write(
        shared=SERVE, bill=HANDLER, ship=USER, helper="def moment():\n    return 1.0\n", plain="x = 1\n"
    )
    project.checked_anew()
    return project


@pytest.fixture
def divisions(project: Project, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many files each division has looked at."""
    numbers: list[int] = []
    divide = partition.partition_of

    def counting(session: Session, *, is_whole: bool) -> partition.Partition:
        numbers.append(len(session.files))
        return divide(session, is_whole=is_whole)

    monkeypatch.setattr(partition, "partition_of", counting)
    return numbers


@pytest.mark.parametrize(
    ("name", "text", "checked"),
    [
        ("bill", CLEAN, 1),
        ("ship", USER.replace("time.time()", "time.time_ns()"), 1),
        ("shared", SERVE + "\n\nLIMIT = 3\n", 1),
        ("plain", "x = 2\n\n\ndef other():\n    return x\n", 0),
        ("helper", "def moment():\n    return 2.0\n", 0),
    ],
)
def test_what_stays_the_same_to_others_may_change(
    project: Project, divisions: list[int], name: str, text: str, checked: int
) -> None:
    project.write(**{name: text})
    assert project.in_parts()[0] == project.at_once()
    assert divisions == []
    assert project.checked_anew() == 0
    project.write(**{name: text + "\n\ndef more():\n    return None\n"})
    assert project.checked_anew() == checked
    assert divisions == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("plain", HANDLER.replace("bill", "more")),
        ("plain", USER.replace("ship", "more")),
        ("plain", MEMBER_OF_SHARED.replace("ship", "more")),
        ("plain", "import bill\n"),
        ("plain", "x = 1  # wflint: ignore[WF101]\n"),
        ("plain", SECRET),
        ("bill", HANDLER.replace("import time\n", "import time\n\nimport ship\n")),
        ("bill", "x = 1\n"),
        ("bill", HANDLER.replace("@serve", "@serve(")),
        ("shared", SERVE.replace("serve = ", "other = ")),
        ("shared", SERVE + "\n\ndef register(path):\n    return serve.post(path)\n"),
        ("ship", USER.replace("serve", "other")),
        ("ship", USER + "\n\nagain = serve\n"),
    ],
)
def test_what_is_something_else_to_others_now_divides_them_anew(
    project: Project, divisions: list[int], name: str, text: str
) -> None:
    project.write(**{name: text})
    assert project.in_parts()[0] == project.at_once()
    assert divisions == [5]
    project.checked_anew()
    assert divisions == [5]


def test_a_file_that_is_mended_divides_anew(project: Project, divisions: list[int]) -> None:
    project.write(shared=SERVE + "def\n")
    project.checked_anew()
    project.write(shared=SERVE)
    project.checked_anew()
    project.write(shared=SERVE + "def")
    project.write(plain=USER.replace("ship", "more"))
    project.checked_anew()
    project.write(shared=SERVE)
    assert project.checked_anew() >= 1


def test_what_was_found_to_stay_the_same_is_not_looked_at_again(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at: list[str] = []
    stays = Roles.stays

    def noting(roles: Roles, file: FileRecord, session: Callable[[], Session], *, reportable: bool) -> bool:
        looked_at.append(file.display)
        return stays(roles, file, session, reportable=reportable)

    monkeypatch.setattr(Roles, "stays", noting)
    project.write(bill=CLEAN)
    project.checked_anew()
    project.write(plain="x = 2\n")
    project.checked_anew()
    assert looked_at == ["bill.py", "plain.py"]


TEXTS = {
    "shared": [
        SERVE,
        SERVE + "x = 1\n",
        SERVE.replace("serve =", "other ="),
        SERVE + "def\n",
        "serve = 1\n",
        USER,
    ],
    "hub": ["", OPEN_SERVE, "from shared import *\n", "import shared\n\nserve = shared.serve\n", SECRET],
    "ship": [USER, USER.replace("shared", "hub"), MEMBER_OF_SHARED, CLEAN, "x = 1\n"],
    "bill": [HANDLER, CLEAN, HANDLER.replace("import time\n", "import time\nimport hub\n"), "y = 1\n"],
}


@pytest.mark.parametrize("seed", sampled(range(40), 10))
def test_whatever_changes_a_check_finds_what_one_of_everything_finds(project: Project, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secret
    for _ in itertools.repeat(None, 6):
        name = chance.choice(sorted(TEXTS))
        project.write(**{name: chance.choice(TEXTS[name])})
        project.checked_anew()
