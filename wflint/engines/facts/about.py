"""All that a profile says, in order."""

from __future__ import annotations

from wflint.engines.facts.calls import context, handlers, steps
from wflint.engines.facts.replay import data, mistakes, new_steps, replay
from wflint.engines.facts.section import Fact, Section, code, first_of, listed, main
from wflint.engines.profile import Profile


def profile_facts(profile: Profile) -> tuple[Section, ...]:
    """Return sections about an SDK: what it looks like, what it does, what goes wrong with it."""
    parts = (handlers, context, steps, replay, data, mistakes, new_steps)
    return (_sdk(profile), *(part(profile) for part in parts))


def _sdk(profile: Profile) -> Section:
    engine = profile.engine
    imports = "a file with handlers imports" if profile.named_handlers else "modules of the SDK"
    facts = (
        main("language", engine.language),
        main("packages that the profile was checked on", listed(engine.packages)),
        # Where a directive makes a handler, its file need not import anything.
        Fact(imports, listed(engine.imports), (imports, first_of([code(each) for each in engine.imports]))),
    )
    return Section("SDK", facts)
