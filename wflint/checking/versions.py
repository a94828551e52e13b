"""Which versions of an SDK a project is held to."""

from __future__ import annotations

from collections.abc import Iterator

from wflint.engines import Profile
from wflint.files.requirements import Requirements, VersionRange
from wflint.ir import nodes as ir
from wflint.rules.api import Draft, Site
from wflint.workspace.session import Session


def has_earlier_sdk(
    requirements: Requirements, session: Session, module: ir.Module, profile: Profile
) -> bool:
    """Return whether the project around a module is held to major versions of an SDK before those that a profile is about."""
    for since, allowed in _allowed(requirements, session, module, profile):
        if allowed.highest is not None and allowed.highest[0] < int(since.partition(".")[0]):
            return True
    return False


def holds_in_project(requirements: Requirements, session: Session, draft: Draft, profile: Profile) -> bool:
    """Return whether what a finding says of some versions of an SDK may hold in the project that it is found in."""
    site = draft.site
    if not isinstance(site, Site):
        return True
    if draft.is_of_version and has_earlier_sdk(requirements, session, site.module, profile):
        return False
    since = draft.since
    return since is None or all(
        (not draft.is_since_required or (allowed.lowest is not None and allowed.lowest >= since))
        and (allowed.highest is None or allowed.highest >= since)
        for _, allowed in _allowed(requirements, session, site.module, profile)
    )


def _allowed(
    requirements: Requirements, session: Session, module: ir.Module, profile: Profile
) -> Iterator[tuple[str, VersionRange]]:
    """Yield the first version that a profile is about of each package of an SDK, with the versions that a project allows."""
    of_npm = profile.engine.language == "TypeScript"
    for package in profile.engine.packages:
        name, _, since = package.partition(",")[0].partition(">=")
        yield since, requirements.allowed(session.path_of(module), name, of_npm=of_npm)
