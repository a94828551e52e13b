"""`wflint debug`: what to put into a bug report, and nothing of the code."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING

import pytest
from command_line import HANDLER, run

from wflint._version import __version__

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "app.py").write_text(HANDLER, encoding="utf-8")
    (tmp_path / "wflint.toml").write_text('ignore = ["WF403"]\n', encoding="utf-8")
    return tmp_path


def test_it_tells_versions_configuration_and_engines() -> None:
    outcome = run("debug")
    assert (outcome.exit_code, outcome.stderr) == (0, "")
    lines = outcome.stdout.splitlines()
    assert lines[0] == f"wflint {__version__}"
    assert platform.python_version() in lines[1]
    assert any(line.startswith("libcst ") for line in lines)
    assert not any(line.startswith("pytest ") for line in lines)
    settings = [line for line in lines if "=" in line]
    assert [line.split()[0] for line in settings] == ["ignore"]
    assert settings[0].endswith("# wflint.toml:1")
    assert lines[-2:] == ["1 file, 1 handler", "engine upstash"]


def test_it_tells_nothing_of_the_code() -> None:
    printed = run("debug").stdout
    for word in ("bill", "create", "serve", "app.py", "fastapi"):
        assert word not in printed


def test_a_package_that_this_python_does_not_need_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "wflint.report.debug.requires", lambda _: ["no-such-package>=1", 'pytest; extra == "dev"']
    )
    lines = run("debug").stdout.splitlines()
    assert lines[2] == ""
