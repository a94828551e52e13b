"""What project-wide rules see."""

from __future__ import annotations

from collections.abc import Callable

from wflint.engines import Profile
from wflint.files.environment import EnvFile
from wflint.ir import nodes as ir
from wflint.model.handler import Handler
from wflint.record import record


@record
class ProjectContext:
    """A checked project.

    Attributes:
        handlers: Every handler that was found, workflow helpers left out.
        profiles: The engines that were looked for.
        modules_with_secrets: The modules whose text holds something that looks like an engine's credential.
        env_files: The environment files around a module: in its folder and those above, up to the project's.
        has_earlier: Whether the project around a module is held to a version of an engine's SDK before those that the profile
            is about.
    """

    handlers: tuple[Handler, ...]
    profiles: tuple[Profile, ...]
    modules_with_secrets: tuple[ir.Module, ...]
    env_files: Callable[[ir.Module], tuple[EnvFile, ...]]
    has_earlier: Callable[[ir.Module, Profile], bool]
