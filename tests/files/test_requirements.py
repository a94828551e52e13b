"""What lock files, requirements and `pyproject.toml` say of a package's version."""

from __future__ import annotations

from pathlib import Path

import pytest

from wflint.files.folders import Folders
from wflint.files.requirements import ANY, Requirements, Version, VersionRange
from wflint.files.text import SourceText


def _allowed(folder: Path, package: str = "dbos", *, of_npm: bool = False) -> VersionRange:
    def read(path: Path) -> SourceText | None:
        return SourceText(str(path), path.read_text("utf-8")) if path.exists() else None

    return Requirements(read, Folders()).allowed(folder / "flows", package, of_npm=of_npm)


def _highest(folder: Path, package: str = "dbos", *, of_npm: bool = False) -> Version | None:
    return _allowed(folder, package, of_npm=of_npm).highest


@pytest.mark.parametrize(
    ("line", "highest"),
    [
        ("dbos==2.30.0", (2, 30)),
        ("dbos[otel] == 2.30.0  # pinned", (2, 30)),
        ("dbos==2.*", (2, ANY)),
        ("dbos==2.4.*", (2, 4)),
        ("dbos~=2.4", (2, ANY)),
        ("dbos~=2.4.1", (2, 4)),
        ("dbos>=1.0,<3", (2, ANY)),
        ("dbos>=1.0,<3.0.0", (2, ANY)),
        ("dbos>=1.0,<3.1", (3, 0)),
        ("dbos>=1.0,<3.1.2", (3, 1)),
        ("dbos<=2", (2, 0)),
        ("dbos<=2.3", (2, 3)),
        ("dbos>=2.23.0", None),
        ("dbos>=2.30.0a6", None),
        ("dbos>=2.30.0a6, <3", (2, ANY)),
        ("dbos", None),
        ("dbos!=2.5", None),
        ("dbos-relay==1.0", None),
        ("# dbos==1.0", None),
        ("other==1.0", None),
    ],
)
def test_requirements_are_read(tmp_path: Path, line: str, highest: Version | None) -> None:
    (tmp_path / "requirements.txt").write_text(f"fastapi==0.1\n{line}\n")
    assert _highest(tmp_path) == highest


@pytest.mark.parametrize(
    ("text", "highest"),
    [
        ('[project]\ndependencies = [\n  "dbos>=2,<3",\n]\n', (2, ANY)),
        ('[tool.poetry.dependencies]\ndbos = "^2.0"\n', (2, ANY)),
        ('[tool.poetry.dependencies]\ndbos = {version = "^1.28", optional = true}\n', (1, ANY)),
        ('[tool.poetry.dependencies]\ndbos = "*"\n', None),
        ('[project]\nname = "dbos-relay"\n', None),
        # The SDK's own sources may be of any version.
        ('[project]\nname = "dbos"\n', (0, 0)),
        ("[tool.poetry]\nname = 'dbos'\n", (0, 0)),
    ],
)
def test_project_files_are_read(tmp_path: Path, text: str, highest: Version | None) -> None:
    (tmp_path / "pyproject.toml").write_text(text)
    assert _highest(tmp_path) == highest


def test_the_lock_file_says_what_is_installed(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\ndependencies = [\n  "upstash-workflow>=0.1",\n]\n')
    (tmp_path / "uv.lock").write_text('[[package]]\nname = "upstash_workflow"\nversion = "1.4.0"\n')
    assert _highest(tmp_path, "upstash-workflow") == (1, 4)


def test_the_lock_file_of_a_workspace_counts_unless_a_nearer_folder_says_more(tmp_path: Path) -> None:
    (tmp_path / "uv.lock").write_text('[[package]]\nname = "dbos"\nversion = "2.16.0"\n')
    package = tmp_path / "packages" / "flows"
    package.mkdir(parents=True)
    (package / "pyproject.toml").write_text('[project]\ndependencies = ["dbos>=1"]\n')
    assert _highest(package) == (2, 16)
    (package / "requirements.txt").write_text("dbos==1.0\n")
    assert _highest(package) == (1, 0)


def test_nothing_is_looked_for_above_the_repository(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("dbos==1.0\n")
    repository = tmp_path / "repository"
    (repository / ".git").mkdir(parents=True)
    assert _highest(repository) is None


@pytest.mark.parametrize(
    ("asked", "highest"),
    [
        ("^0.2.12", (0, 2)),
        ("0.2.6", (0, 2)),
        ("~1.4", (1, 4)),
        (">=0.2 <2", (1, ANY)),
        ("^0.2 || ^1.3", (1, ANY)),
        ("^0.2 || *", None),
        ("0.x", (0, ANY)),
        (">=0.2", None),
        ("latest", None),
        ("catalog:", None),
    ],
)
def test_manifests_of_javascript_are_read(tmp_path: Path, asked: str, highest: Version | None) -> None:
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
    assert _highest(tmp_path, "@steps/flow", of_npm=True) == (1, 2)
    assert _highest(tmp_path, "@steps/flo", of_npm=True) is None


def test_a_package_of_python_is_none_of_npm(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\ndependencies = [\n  "inngest>=0.5,<0.6",\n]\n')
    (tmp_path / "package.json").write_text('{"dependencies": {"inngest": "^4.1.0"}}')
    assert _highest(tmp_path, "inngest") == (0, 5)
    assert _highest(tmp_path, "inngest", of_npm=True) == (4, ANY)


def test_a_package_of_npm_is_held_to_no_version_of_itself(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text('{"name": "inngest", "version": "3.1.0"}')
    assert _highest(tmp_path, "inngest", of_npm=True) == (0, 0)
    assert _highest(tmp_path, "inngest-cli", of_npm=True) is None


@pytest.mark.parametrize(
    ("line", "lowest"),
    [
        ("dbos==2.30.0", (2, 30)),
        ("dbos>=2.23.0", (2, 23)),
        ("dbos>=2", (2, 0)),
        ("dbos>=1.0,<3", (1, 0)),
        ("dbos~=2.4.1", (2, 4)),
        ("dbos<3", None),
        ("dbos!=2.5", None),
        ("dbos", None),
    ],
)
def test_requirements_say_how_low_a_version_may_be(tmp_path: Path, line: str, lowest: Version | None) -> None:
    (tmp_path / "requirements.txt").write_text(f"fastapi==0.1\n{line}\n")
    assert _allowed(tmp_path).lowest == lowest


def test_the_nearest_folder_says_how_low_a_version_may_be_where_none_says_how_high(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("dbos>=1.4\n")
    package = tmp_path / "packages" / "flows"
    package.mkdir(parents=True)
    (package / "pyproject.toml").write_text('[project]\ndependencies = [\n  "dbos>=2.1",\n]\n')
    assert _allowed(package) == VersionRange((2, 1), None)


def test_a_lock_file_further_up_says_more_of_the_lowest_version_than_what_is_asked_for(
    tmp_path: Path,
) -> None:
    package = tmp_path / "packages" / "flows"
    package.mkdir(parents=True)
    (package / "requirements.txt").write_text("dbos>=1.4\n")
    (tmp_path / "requirements.txt").write_text("dbos>=2.1,<3\n")
    assert _allowed(package) == VersionRange((1, 4), (2, ANY))
    (tmp_path / "uv.lock").write_text('[[package]]\nname = "dbos"\nversion = "2.16.0"\n')
    assert _allowed(package) == VersionRange((2, 16), (2, 16))
