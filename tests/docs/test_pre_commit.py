"""Tries the hooks of this checkout with pre-commit, which builds wflint in an environment of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from doc_project import ROOT, Project


@pytest.fixture
def _registry(tmp_path: Path) -> None:
    """The environment is built from this checkout and, for all else, from the registry that pip is set up for."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout, of which pre-commit could take a clone")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--retries", "0", "hatchling"]
    done = subprocess.run([*command, "--dest", tmp_path], capture_output=True, check=False)  # noqa: S603 - our own
    if done.returncode:
        pytest.skip("no registry of packages can be reached")


@pytest.mark.external
@pytest.mark.usefixtures("_registry")
def test_the_hooks_find_and_fix_what_is_in_the_files_of_a_commit(tmp_path: Path) -> None:
    project = Project(tmp_path, "climbing")
    pre_commit = Path(sys.executable).parent / "pre-commit"

    ran = project.run(f"'{pre_commit}' try-repo '{ROOT}' --files workflows/booking.py")

    assert ran.exit_code == 1, ran.output
    check, _, fix = ran.output.partition("\nwflint fix")
    assert "hook id: wflint-check" in check
    assert "error[random-outside-step]" in check
    assert "hook id: wflint-fix" in fix
    assert "files were modified by this hook" in fix
    assert "refund.py" not in check + fix
    assert "services.new_number)" in (project.folder / "workflows" / "booking.py").read_text(encoding="utf-8")
