"""What programs call: check, fix and explain files, as the commands of these names do."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import field
from pathlib import Path
from typing import Final

from wflint.checking.report import Report
from wflint.explaining import Explanation
from wflint.fixes import FixPolicy, FixResult
from wflint.pipeline.check import check_plan
from wflint.pipeline.fix import fix_plan, write_result
from wflint.pipeline.limits import on_deep_stack
from wflint.pipeline.plan import Plan, make_finder, make_plan
from wflint.pipeline.run import explain_projects
from wflint.record import record

StrPath = str | os.PathLike[str]
Paths = StrPath | Iterable[StrPath]
"""A file or folder, or several of them."""


@record
class Options:
    """What is wanted beside the configuration files that hold for the files.

    Attributes:
        settings: Values that win over every file, by the keys of `wflint.toml`: `{"select": ["WF1"], "min-level": "info"}`.
        config: A configuration file that holds for all files; by default each file has its nearest.
        isolated: Whether to use no configuration file and no `.gitignore`.
        force_exclude: Whether patterns leave out files even if they are named.
    """

    settings: Mapping[str, object] = field(default_factory=dict[str, object])
    config: StrPath | None = None
    isolated: bool = False
    force_exclude: bool = False


_DEFAULTS: Final = Options()


def check(paths: Paths = ".", options: Options | None = None) -> Report:
    """Check the handlers in files and folders.

    The report is what `wflint check` shows: configuration files, ignore comments and baselines count.

    Args:
        paths: Files, and folders with all files below them; relative to the working directory.
        options: What is wanted beside the configuration files.

    Raises:
        WflintError: A path does not exist, or the options or a configuration file make no sense.
    """
    plan = _planned(paths, options)
    return on_deep_stack(lambda: check_plan(plan).report)


def explain(paths: Paths = ".", options: Options | None = None) -> Explanation:
    """Explain the workflows in files and folders: their steps, what decides over them, and their effects.

    Args:
        paths: Files, and folders with all files below them; relative to the working directory.
        options: What is wanted beside the configuration files.

    Raises:
        WflintError: A path does not exist, or the options or a configuration file make no sense.
    """
    plan = _planned(paths, options)
    return on_deep_stack(lambda: explain_projects(plan.projects))


def fix(
    paths: Paths = ".",
    options: Options | None = None,
    *,
    unsafe: bool = False,
    safe_only: bool = False,
    write: bool = False,
) -> FixResult:
    """Rewrite the handlers in files and folders so that replay does them no harm.

    Args:
        paths: Files, and folders with all files below them; relative to the working directory.
        options: What is wanted beside the configuration files.
        unsafe: Whether to apply fixes that may change what a handler does.
        safe_only: Whether to leave out fixes before whose deploy runs in flight have to be drained.
        write: Whether to write the new texts into the files; without it, they are only in the result.

    Raises:
        WflintError: A path does not exist, the options or a configuration file make no sense, or a file cannot be written.
    """
    plan = _planned(paths, options)
    policy = FixPolicy.of(unsafe=unsafe, safe_only=safe_only)
    result = on_deep_stack(lambda: fix_plan(plan, policy))
    if write:
        write_result(plan, result)
    return result


def _planned(paths: Paths, options: Options | None) -> Plan:
    given = [paths] if isinstance(paths, (str, os.PathLike)) else paths
    wanted = options if options is not None else _DEFAULTS
    config = (os.fspath(wanted.config),) if wanted.config is not None else ()
    finder = make_finder(Path.cwd(), config, wanted.settings, isolated=wanted.isolated)
    return make_plan(
        [Path(each) for each in given],
        finder,
        force_exclude=wanted.force_exclude,
        respect_gitignore=not wanted.isolated,
    )
