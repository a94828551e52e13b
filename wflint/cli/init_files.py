"""What `wflint init` can write: a configuration, a hook of pre-commit and a job in CI, each as a new file or as part of one."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Final

from wflint._version import __version__
from wflint.config.load import OWN_FILE, SHARED_FILE, refuse_outside
from wflint.config.starter import starter_text
from wflint.errors import DataError, SourceError, UsageError
from wflint.files.display import display_path
from wflint.files.text import read_source
from wflint.files.writing import write_new, write_text
from wflint.files.yaml_text import value_of, with_entry, with_item
from wflint.pipeline.plan import make_finder
from wflint.public_home import SOURCE
from wflint.record import record
from wflint.tables.toml import lookup, parse_toml

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from wflint.files.text import SourceText

HOOKS: Final = ".pre-commit-config.yaml"
GITHUB_WORKFLOW: Final = ".github/workflows/wflint.yml"
GITLAB_JOBS: Final = ".gitlab-ci.yml"
CI_FILES: Final = {"github": GITHUB_WORKFLOW, "gitlab": GITLAB_JOBS}
"""By the name of the system, the file that tells it what to run."""

_TEST_STAGE: Final = re.compile(r"(?<![\w-])test(?![\w-])")
_ACTION: Final = "/".join(SOURCE.split("/")[-2:])
_HOOK: Final = f"""\
- repo: {SOURCE}
  rev: v{__version__}
  hooks:
    - id: wflint-check
"""
_GITHUB: Final = f"""\
name: wflint

on:
  pull_request:
  push:
    branches: [main, master]

permissions:
  contents: read

jobs:
  wflint:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1  # v7.0.1
        with:
          persist-credentials: false
      - uses: {_ACTION}@v{__version__}
"""
_GITLAB: Final = f"""\
wflint:
  image: python:3.13
  script:
    - pip install wflint=={__version__}
    - wflint check --output-format gitlab --output-file gl-code-quality-report.json
  artifacts:
    when: always
    reports:
      codequality: gl-code-quality-report.json
"""


@record
class Addition:
    """What is added to a file, which may be new.

    Attributes:
        path: The file, absolute.
        text: What is added; all that a new file holds.
        old: The file as it is; `None` where there is none.
        new_text: What the file shall hold; `None` where it cannot be edited safely.
    """

    path: Path
    text: str
    old: SourceText | None
    new_text: str | None

    def write(self) -> None:
        """Write the file.

        Raises:
            SourceError: It cannot be written, or has changed in the meantime.
        """
        if self.new_text is None:
            raise SourceError(display_path(self.path), "cannot be edited safely")
        if self.old is not None:
            write_text(self.path, self.old, self.new_text)
            return
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            reason = f"the folder {display_path(self.path.parent)} cannot be made: {error.strerror or error}"
            raise SourceError(display_path(self.path), reason) from error
        write_new(self.path, display_path(self.path), self.new_text)


def repository_of(folder: Path) -> Path:
    """Return the innermost git repository around a folder; the folder itself where there is none."""
    return next((each for each in (folder, *folder.parents) if os.path.lexists(each / ".git")), folder)


def configured_by(folder: Path) -> str | None:
    """Return the configuration file that holds for a folder, as it is shown; `None` where there is none.

    Raises:
        WflintError: It cannot be read, or is not well formed.
    """
    file = make_finder(folder, (), {}, isolated=False).configuration(folder).file
    return display_path(file) if file is not None else None


def has_hook(repository: Path) -> bool:
    """Return whether a hook of wflint runs before each commit.

    Raises:
        SourceError: The file with the hooks cannot be read.
    """
    old = _read(repository / HOOKS)
    return old is not None and "id: wflint-" in old.text


def has_ci(repository: Path, system: str) -> bool:
    """Return whether wflint runs in a CI system.

    Raises:
        SourceError: A file with its jobs cannot be read.
    """
    file = repository / CI_FILES[system]
    files = sorted(file.parent.glob("*.y*ml")) if system == "github" else [file]
    return any(old is not None and "wflint" in old.text for old in map(_read, files))


def added_configuration(folder: Path, name: str, engines: Sequence[str]) -> Addition:
    """Return a first configuration in a file that does not configure wflint yet.

    Args:
        folder: The folder that it is for.
        name: `wflint.toml` or `pyproject.toml`.
        engines: The engines that were found there.

    Raises:
        UsageError: There is no such `pyproject.toml`, or the folder has a configuration.
        DataError: `pyproject.toml` is not valid TOML, or lies elsewhere.
        SourceError: It cannot be read.
    """
    if (file := configured_by(folder)) in (OWN_FILE, SHARED_FILE):
        raise UsageError(f"{file}: configures this folder already, and stays as it is")
    shared = _read(folder / SHARED_FILE)
    document = _document(shared) if shared is not None else {}
    requires = lookup(document, ("project", "requires-python"))
    text = starter_text(engines, requires if isinstance(requires, str) else "")
    if name == OWN_FILE:
        return _new(folder / OWN_FILE, text, folder)
    if shared is None:
        raise UsageError(f"there is no {SHARED_FILE} in this folder; `--configuration {OWN_FILE}` needs none")
    table = f"[tool.wflint]\n{text}"
    after = f"{shared.text.rstrip()}\n\n{table}" if shared.text.strip() else table
    path = _inside(folder / SHARED_FILE, folder)
    return Addition(path, table, shared, after if _adds_table(document, after) else None)


def added_hook(repository: Path) -> Addition:
    """Return the hook that checks the files of a commit.

    Raises:
        UsageError: There is one.
        SourceError: The file with the hooks cannot be read.
        DataError: It lies outside of the repository.
    """
    if has_hook(repository):
        raise UsageError(f"{display_path(repository / HOOKS)}: runs wflint already, and stays as it is")
    path = _inside(repository / HOOKS, repository)
    old = _read(path)
    if old is None:
        item = "".join(f"  {line}\n" for line in _HOOK.splitlines())
        return Addition(path, f"repos:\n{item}", None, f"repos:\n{item}")
    return Addition(path, _HOOK, old, with_item(old.text, "repos", _HOOK))


def added_job(repository: Path, system: str) -> Addition:
    """Return the job that checks the repository in a CI system.

    Raises:
        UsageError: There is one.
        SourceError: It cannot be read.
        DataError: It lies outside of the repository.
    """
    if has_ci(repository, system):
        raise UsageError(f"--ci {system}: wflint runs there already")
    if system == "github":
        return _new(repository / GITHUB_WORKFLOW, _GITHUB, repository)
    path = _inside(repository / GITLAB_JOBS, repository)
    old = _read(path)
    if old is None:
        return Addition(path, _GITLAB, None, _GITLAB)
    # Without `stage` a job belongs to `test`, which is there unless the file says otherwise.
    stages = value_of(old.text, "stages")
    has_stage = stages is None or _TEST_STAGE.search(stages)
    return Addition(path, _GITLAB, old, with_entry(old.text, _GITLAB) if has_stage else None)


def _new(path: Path, text: str, root: Path) -> Addition:
    if os.path.lexists(path):
        raise UsageError(f"{display_path(path)}: is there already, and stays as it is")
    return Addition(_inside(path, root), text, None, text)


def _inside(path: Path, root: Path) -> Path:
    """Return a path in a project; a symbolic link must not lead the writing out of it."""
    refuse_outside(path, root / OWN_FILE, display_path(path), writes=True)
    return path


def _read(path: Path) -> SourceText | None:
    return read_source(path, display_path(path)) if os.path.lexists(path) else None


def _document(file: SourceText) -> dict[str, object]:
    try:
        return parse_toml(file.text)
    except ValueError as error:
        raise DataError(f"{file.path}: is not valid TOML: {error}") from error


def _adds_table(before: dict[str, object], after: str) -> bool:
    """Return whether a text is a TOML document with the same values and the table of wflint."""
    try:
        document = parse_toml(after)
    except ValueError:
        return False
    tool = document.get("tool")
    if not isinstance(tool, dict) or "wflint" not in tool:
        return False
    del tool["wflint"]
    return document == {"tool": {}, **before}
