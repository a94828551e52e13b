"""What people see, whole: set `WFLINT_UPDATE_SNAPSHOTS` to write the files anew, then read them."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from projects import BOOKINGS, write

from wflint.explaining import explain_files
from wflint.files.discovery import discover
from wflint.languages import SUFFIXES
from wflint.report.explain_text import render
from wflint.workspace.scope import Scope

ROOT = Path(__file__).parents[2]
SNAPSHOTS = Path(__file__).parent / "snapshots"
FIXTURES = [
    "tour",
    "clock-outside-step/two_modules",
    "clock-outside-step/import_cycle",
    "duplicate-step-name/across_modules",
    "random-outside-step/package_with_relative_imports",
    "random-outside-step/serve_from_other_file",
]
TYPESCRIPT = [
    "parallel.ts",
    "approval.ts",
    "workflows.ts",
    "choices.ts",
    "mistakes.ts",
    "shop",
    "factory",
    "alternatives",
    "imports",
    "names",
]


def text(folder: Path, cwd: Path) -> str:
    out = io.StringIO()
    render(
        explain_files(list(discover([folder], suffixes=SUFFIXES, cwd=cwd)), Scope()),
        out,
        color=False,
        width=80,
    )
    return out.getvalue()


def compare(shown: str, name: str) -> None:
    path = SNAPSHOTS / f"{name}.txt"
    if os.environ.get("WFLINT_UPDATE_SNAPSHOTS"):
        path.write_text(shown, encoding="utf-8")
    assert shown == path.read_text(encoding="utf-8")
    lines = shown.splitlines()
    assert all(len(line) <= 80 and line == line.rstrip() for line in lines)


@pytest.mark.parametrize("name", TYPESCRIPT)
def test_handlers_in_typescript(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Path(__file__).parent / "typescript"
    monkeypatch.chdir(folder)
    compare(text(folder / name, folder), f"typescript-{name.partition('.')[0]}")


@pytest.mark.parametrize("name", FIXTURES)
def test_fixture_projects(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    compare(text(ROOT / "fixtures" / name, ROOT), name.replace("/", "-"))


def test_a_project_in_a_src_layout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    compare(text(write(tmp_path, BOOKINGS), tmp_path), "bookings")
