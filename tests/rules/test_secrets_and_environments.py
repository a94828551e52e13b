"""Rules that look at a project as a whole, and that no output shows a secret."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from wflint.checking.options import CheckOptions
from wflint.checking.report import Report
from wflint.checking.run import check_files
from wflint.files.discovery import discover
from wflint.findings import Level
from wflint.languages import SUFFIXES
from wflint.model.handler import Deployment
from wflint.report import FORMATS, render
from wflint.rules import all_rules
from wflint.workspace.scope import Scope

if TYPE_CHECKING:
    from pathlib import Path

# Base64 of a user and a password that nobody has.
TOKEN = "eyJVc2VySUQiOiJ1c2VyLW9mLXRoZS10ZXN0cyIsIlBhc3N3b3JkIjoicGFzc3dvcmQtb2YtdGhlLXRlc3RzIn0="
KEY = "sig_0fTheTests0fTheTests0fTheTests"

HANDLER = """\
from fastapi import FastAPI
from shop import ship
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

serve = Serve(FastAPI())


@serve.post("/orders"{options})
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    await context.run("ship", ship)
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "app").mkdir()
    monkeypatch.chdir(tmp_path)
    write(tmp_path, HANDLER.format(options=""))
    return tmp_path


def write(project: Path, source: str) -> None:
    (project / "app" / "main.py").write_text(source, encoding="utf-8")


def checked(project: Path) -> Report:
    files = discover([project], respect_gitignore=False, suffixes=SUFFIXES, cwd=project)
    return check_files(files, CheckOptions(frozenset(rule.name for rule in all_rules()), Level.INFO))


def places(report: Report) -> list[tuple[str, str, int]]:
    return [
        (each.code, each.span.path, report.sources[each.span.path].position(each.span.start).line)
        for each in report.findings
    ]


def outputs(report: Report) -> str:
    out = io.StringIO()
    for name in FORMATS:
        render(name, report, out, color=False, width=200)
    return out.getvalue()


def test_a_token_without_keys_in_the_project_is_found_on_its_line(project: Path) -> None:
    (project / ".env").write_text(f"# settings\nQSTASH_TOKEN={TOKEN}\nQSTASH_CURRENT_SIGNING_KEY={KEY}\n")

    report = checked(project)

    assert places(report) == [("WF701", ".env", 2)]
    assert "`QSTASH_NEXT_SIGNING_KEY` not" in report.findings[0].message


@pytest.mark.parametrize("name", [".env.local", "app/.env", "docker.env", ".env.production"])
def test_environment_files_around_the_handler_are_looked_at(project: Path, name: str) -> None:
    (project / name).write_text("QSTASH_TOKEN=token\n")

    assert places(checked(project)) == [("WF701", name, 1)]


@pytest.mark.parametrize(
    "files",
    [
        {".env": "QSTASH_TOKEN=t\nQSTASH_CURRENT_SIGNING_KEY=a\nQSTASH_NEXT_SIGNING_KEY=b\n"},
        {
            ".env": "QSTASH_TOKEN=t\n",
            ".env.local": "QSTASH_CURRENT_SIGNING_KEY=a\nQSTASH_NEXT_SIGNING_KEY=b\n",
        },
        {
            ".env": "QSTASH_CURRENT_SIGNING_KEY=a\nQSTASH_NEXT_SIGNING_KEY=b\n",
            ".env.production": "QSTASH_TOKEN=t\n",
        },
        {".env": "QSTASH_TOKEN=t\nQSTASH_URL=http://127.0.0.1:8080\n"},
        {".env": "QSTASH_TOKEN=\n"},
        {".env": "DATABASE_URL=postgres://localhost\n"},
        {".env.example": "QSTASH_TOKEN=t\n"},
        {"other/.env": "QSTASH_TOKEN=t\n"},
    ],
)
def test_environments_that_are_complete_or_for_something_else_are_silent(
    project: Path, files: dict[str, str]
) -> None:
    for name, text in files.items():
        (project / name).parent.mkdir(exist_ok=True)
        (project / name).write_text(text)

    assert places(checked(project)) == []


@pytest.mark.parametrize("options", [", receiver=make_receiver()", ", env=make_env()", ", **make_options()"])
def test_a_handler_that_does_not_use_the_environment_is_silent(project: Path, options: str) -> None:
    (project / ".env").write_text("QSTASH_TOKEN=token\n")
    write(project, HANDLER.format(options=options))

    assert places(checked(project)) == []


def test_an_environment_without_a_handler_is_silent(project: Path) -> None:
    (project / ".env").write_text("QSTASH_TOKEN=token\n")
    write(project, "import upstash_workflow\n")

    assert places(checked(project)) == []


def test_the_secret_of_an_environment_file_is_not_shown(project: Path) -> None:
    (project / ".env").write_text("QSTASH_TOKEN='a-token-of-another-shape'\n")

    shown = outputs(checked(project))

    assert "unsigned-endpoint" in shown
    assert "another-shape" not in shown
    assert "'************************'" in shown


def test_secrets_in_the_source_are_found_in_every_file_and_not_shown(project: Path) -> None:
    (project / "app" / "settings.py").write_text(
        f'TOKEN = "{TOKEN}"\nKEYS = ("{KEY[:20]}"\n        "{KEY[20:]}",)\n'
    )

    report = checked(project)
    shown = outputs(report)

    # The key is spread over two literals, so that the file's text never holds all of it.
    assert places(report) == [("WF702", "app/settings.py", 1), ("WF702", "app/settings.py", 2)]
    assert TOKEN not in shown
    assert KEY[4:20] not in shown
    assert KEY[20:] not in shown


def test_frames_of_other_rules_do_not_show_a_secret_beside_them(project: Path) -> None:
    write(project, HANDLER.format(options=f', failureUrl="https://example.com", qstash_client=C("{TOKEN}")'))

    report = checked(project)

    assert "WF611" in {each.code for each in report.findings}
    assert TOKEN not in outputs(report)


def test_a_secret_in_a_comment_is_not_in_the_code_and_not_shown_either(project: Path) -> None:
    write(
        project,
        HANDLER.format(options=', failureUrl="https://example.com"').replace("\nasync", f"  # {KEY}\nasync"),
    )

    report = checked(project)

    assert {each.code for each in report.findings} == {"WF611"}
    assert KEY not in outputs(report)


@pytest.mark.parametrize(("limit", "found"), [(60, 0), (30, 1)])
def test_the_step_timeout_decides_what_is_long(project: Path, limit: int, found: int) -> None:
    write(project, "import time\n" + HANDLER.format(options="").replace("ship)", "lambda: time.sleep(45))"))
    files = discover([project], respect_gitignore=False, suffixes=SUFFIXES, cwd=project)

    report = check_files(
        files, CheckOptions(frozenset({"long-step"}), scope=Scope(deployment=Deployment(step_timeout=limit)))
    )

    assert [each.code for each in report.findings] == ["WF609"] * found


@pytest.mark.parametrize(("python", "found"), [((3, 10), 1), ((3, 11), 0)])
def test_only_python_before_3_11_cannot_read_z(project: Path, python: tuple[int, int], found: int) -> None:
    step = 'context.sleep_until("wait", "2030-01-01T00:00:00Z")'
    write(project, HANDLER.format(options="").replace('context.run("ship", ship)', step))
    files = discover([project], respect_gitignore=False, suffixes=SUFFIXES, cwd=project)

    report = check_files(
        files,
        CheckOptions(frozenset({"invalid-timestamp"}), scope=Scope(deployment=Deployment(python=python))),
    )

    assert [each.code for each in report.findings] == ["WF602"] * found
