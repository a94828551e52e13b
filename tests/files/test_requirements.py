"""What lock files, requirements and `pyproject.toml` say of a package's version."""

from __future__ import annotations

from pathlib import Path

import pytest

from wflint.files.folders import Folders
from wflint.files.requirements import Requirements
from wflint.files.text import SourceText


def _highest(folder: Path, package: str = "dbos", *, of_npm: bool = False) -> int | None:
    def read(path: Path) -> SourceText | None:
        return SourceText(str(path), path.read_text("utf-8")) if path.exists() else None

    return Requirements(read, Folders()).highest_major(folder / "flows", package, of_npm=of_npm)


@pytest.mark.parametrize(
    ("line", "highest"),
    [
        ("dbos==2.30.0", 2),
        ("dbos[otel] == 2.30.0  # pinned", 2),
        ("dbos~=2.4", 2),
        ("dbos>=1.0,<3", 2),
        ("dbos>=1.0,<3.1", 3),
        ("dbos<=2", 2),
        ("dbos>=2.23.0", None),
        ("dbos>=2.30.0a6", None),
        ("dbos>=2.30.0a6, <3", 2),
        ("dbos", None),
        ("dbos!=2.5", None),
        ("dbos-relay==1.0", None),
        ("# dbos==1.0", None),
        ("other==1.0", None),
    ],
)
def test_requirements_are_read(tmp_path: Path, line: str, highest: int | None) -> None:
    (tmp_path / "requirements.txt").write_text(f"fastapi==0.1\n{line}\n")
    assert _highest(tmp_path) == highest


@pytest.mark.parametrize(
    ("text", "highest"),
    [
        ('[project]\ndependencies = [\n  "dbos>=2,<3",\n]\n', 2),
        ('[tool.poetry.dependencies]\ndbos = "^2.0"\n', 2),
        ('[tool.poetry.dependencies]\ndbos = {version = "^1.28", optional = true}\n', 1),
        ('[tool.poetry.dependencies]\ndbos = "*"\n', None),
        ('[project]\nname = "dbos-relay"\n', None),
        # The SDK's own sources may be of any version.
        ('[project]\nname = "dbos"\n', 0),
        ("[tool.poetry]\nname = 'dbos'\n", 0),
    ],
)
def test_project_files_are_read(tmp_path: Path, text: str, highest: int | None) -> None:
    (tmp_path / "pyproject.toml").write_text(text)
    assert _highest(tmp_path) == highest


def test_the_lock_file_says_what_is_installed(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\ndependencies = [\n  "upstash-workflow>=0.1",\n]\n')
    (tmp_path / "uv.lock").write_text('[[package]]\nname = "upstash_workflow"\nversion = "1.4.0"\n')
    assert _highest(tmp_path, "upstash-workflow") == 1


def test_the_lock_file_of_a_workspace_counts_unless_a_nearer_folder_says_more(tmp_path: Path) -> None:
    (tmp_path / "uv.lock").write_text('[[package]]\nname = "dbos"\nversion = "2.16.0"\n')
    package = tmp_path / "packages" / "flows"
    package.mkdir(parents=True)
    (package / "pyproject.toml").write_text('[project]\ndependencies = ["dbos>=1"]\n')
    assert _highest(package) == 2
    (package / "requirements.txt").write_text("dbos==1.0\n")
    assert _highest(package) == 1


def test_nothing_is_looked_for_above_the_repository(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("dbos==1.0\n")
    repository = tmp_path / "repository"
    (repository / ".git").mkdir(parents=True)
    assert _highest(repository) is None


@pytest.mark.parametrize(
    ("asked", "highest"),
    [
        ("^0.2.12", 0),
        ("0.2.6", 0),
        ("~1.4", 1),
        (">=0.2 <2", 1),
        ("^0.2 || ^1.3", 1),
        ("^0.2 || *", None),
        ("0.x", 0),
        (">=0.2", None),
        ("latest", None),
        ("catalog:", None),
    ],
)
def test_manifests_of_javascript_are_read(tmp_path: Path, asked: str, highest: int | None) -> None:
    (tmp_path / "package.json").write_text(
        f'{{"dependencies": {{"@steps/flow": "{asked}", "@steps/flow-ui": "^7.0.0"}}}}'
    )
    assert _highest(tmp_path, "@steps/flow", of_npm=True) == highest


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("package-lock.json", '{"node_modules/@steps/flow": {\n      "version": "1.2.12",'),
        ("pnpm-lock.yaml", "packages:\n\n  '@steps/flow@1.2.12':\n    resolution: {}\n"),
        ("pnpm-lock.yaml", "packages:\n\n  /@steps/flow/1.2.12:\n    resolution: {}\n"),
        ("yarn.lock", '"@steps/flow@^1.2.0", "@steps/flow@^1.2.1":\n  version "1.2.12"\n'),
        ("yarn.lock", '"@steps/flow@npm:^1.2.0":\n  version: 1.2.12\n'),
        ("bun.lock", '    "@steps/flow": ["@steps/flow@1.2.12", "", {}, ""],\n'),
    ],
)
def test_lock_files_of_javascript_say_what_is_installed(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / "package.json").write_text('{"dependencies": {"@steps/flow": "latest"}}')
    (tmp_path / name).write_text(text)
    assert _highest(tmp_path, "@steps/flow", of_npm=True) == 1
    assert _highest(tmp_path, "@steps/flo", of_npm=True) is None


def test_a_package_of_python_is_none_of_npm(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\ndependencies = [\n  "inngest>=0.5,<0.6",\n]\n')
    (tmp_path / "package.json").write_text('{"dependencies": {"inngest": "^4.1.0"}}')
    assert _highest(tmp_path, "inngest") == 0
    assert _highest(tmp_path, "inngest", of_npm=True) == 4


def test_a_package_of_npm_is_held_to_no_version_of_itself(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text('{"name": "inngest", "version": "3.1.0"}')
    assert _highest(tmp_path, "inngest", of_npm=True) == 0
    assert _highest(tmp_path, "inngest-cli", of_npm=True) is None
