"""Which versions of an SDK a project is held to."""

from __future__ import annotations

from wflint.engines import Profile
from wflint.files.requirements import Requirements
from wflint.ir import nodes as ir
from wflint.workspace.session import Session


def has_earlier_sdk(
    requirements: Requirements, session: Session, module: ir.Module, profile: Profile
) -> bool:
    """Return whether the project around a module is held to versions of an SDK before those that a profile is about."""
    for package in profile.engine.packages:
        name, _, since = package.partition(",")[0].partition(">=")
        of_npm = profile.engine.language == "TypeScript"
        highest = requirements.highest_major(session.path_of(module), name, of_npm=of_npm)
        if highest is not None and highest < int(since.partition(".")[0]):
            return True
    return False
