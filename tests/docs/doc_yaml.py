"""The YAML of the documentation, each file by the schema or the tool of whoever reads it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

BIN = Path(sys.executable).parent
_YAMLLINT = """
extends: default
rules:
  document-start: disable
  line-length: disable
  truthy: {check-keys: false}
"""


def lint(path: Path, *command: str) -> None:
    """Run a checker over a file; it must have nothing to say."""
    done = subprocess.run(  # noqa: S603 - the commands are the tests' own
        [str(BIN / command[0]), *command[1:], str(path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout


def lint_yaml(path: Path, title: str) -> None:
    """Check a file by what its name says it is.

    Args:
        path: The file, under any name.
        title: Its name in a project.
    """
    lint(path, "yamllint", "--strict", "--config-data", _YAMLLINT)
    if title == ".pre-commit-config.yaml":
        lint(path, "pre-commit", "validate-config")
    elif title == ".pre-commit-hooks.yaml":
        lint(path, "pre-commit", "validate-manifest")
    else:
        schema = _schema(title)
        # Azure's has patterns for other engines of regular expressions than the default one.
        variant = "nonunicode" if schema == "azure-pipelines" else "default"
        lint(path, "check-jsonschema", "--regex-variant", variant, "--builtin-schema", f"vendor.{schema}")


def _schema(title: str) -> str:
    if title.startswith(".github/workflows/"):
        return "github-workflows"
    if title.startswith(".github/ISSUE_TEMPLATE/"):
        return "github-issue-config" if title.endswith("/config.yml") else "github-issue-forms"
    return {
        ".github/dependabot.yml": "dependabot",
        "CITATION.cff": "citation-file-format",
        "action.yml": "github-actions",
        ".gitlab-ci.yml": "gitlab-ci",
        ".readthedocs.yaml": "readthedocs",
        "azure-pipelines.yml": "azure-pipelines",
    }[title]


def scripts_of(document: Any) -> list[str]:
    """The shell commands of a CI's configuration: what stands in `run` or `script`, wherever."""
    if isinstance(document, list):
        return [script for each in document for script in scripts_of(each)]
    if not isinstance(document, dict):
        return []
    found: list[str] = []
    for key, value in document.items():
        if key in {"run", "script"}:
            found += value if isinstance(value, list) else [value]
        else:
            found += scripts_of(value)
    return found


def scripts_in(text: str) -> list[str]:
    """The shell commands of a CI's configuration in YAML."""
    return scripts_of(yaml.safe_load(text))
