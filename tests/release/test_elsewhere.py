"""What goes into repositories of others is derived from this one, and what they check holds."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tools.release.__main__ import ROOT, main
from wflint import __version__
from wflint.config.load import OWN_FILE
from wflint.public_home import SOURCE
from wflint.tables.toml import parse_toml, plain


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("elsewhere")
    (folder / "of-another-version.txt").write_text("", encoding="utf-8")
    assert main(["elsewhere", str(folder)]) == 0
    assert {path.name for path in folder.iterdir()} == {"schemastore", "pre-commit-mirror"}
    return folder


def _errors(out: Path, example: str) -> set[str]:
    store = out / "schemastore" / "src"
    schema = json.loads((store / "schemas/json/wflint.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft7Validator(schema)
    given: Any = plain(parse_toml((store / example / "wflint/wflint.toml").read_text(encoding="utf-8")))
    return {error.validator for error in validator.iter_errors(given)}


def test_the_catalogue_gets_the_file_that_wflint_reads_and_the_id_of_the_schema(out: Path) -> None:
    entry = json.loads((out / "schemastore/catalog-entry.json").read_text(encoding="utf-8"))
    assert entry["fileMatch"] == [OWN_FILE]
    assert entry["url"].endswith("/wflint.json")
    assert set(entry) == {"name", "description", "fileMatch", "url"}


def test_the_schema_takes_what_is_right_and_sees_what_is_wrong(out: Path) -> None:
    assert _errors(out, "test") == set()
    assert _errors(out, "negative_test") == {"type", "enum", "additionalProperties"}


def test_the_mirror_has_the_hooks_and_installs_the_version(out: Path) -> None:
    mirror = out / "pre-commit-mirror"
    command = [
        sys.executable,
        "-m",
        "pre_commit",
        "validate-manifest",
        str(mirror / ".pre-commit-hooks.yaml"),
    ]
    assert subprocess.run(command, check=False).returncode == 0  # noqa: S603 - its own command
    assert (mirror / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()
    assert f"rev: v{__version__}\n" in (mirror / "README.md").read_text(encoding="utf-8")
    assert SOURCE in (mirror / "README.md").read_text(encoding="utf-8")
    command = [sys.executable, "-m", "hatchling", "metadata"]
    told = json.loads(subprocess.run(command, cwd=mirror, capture_output=True, check=True).stdout)  # noqa: S603 - its own command
    assert told["dependencies"] == [f"wflint=={__version__}"]
    assert told["version"] == __version__


def test_the_mirror_can_be_built(out: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=out / "pre-commit-mirror", capture_output=True, check=True)  # noqa: S603 - its own command
    assert [path.name for path in tmp_path.iterdir()] == [f"wflint_pre_commit-{__version__}-py3-none-any.whl"]
