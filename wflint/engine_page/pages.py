"""An engine with its rules."""

from __future__ import annotations

from wflint.engines import Profile, load_profiles
from wflint.engines.facts import Fact, Section, profile_facts
from wflint.errors import UsageError
from wflint.public_home import DOCUMENTATION
from wflint.record import record
from wflint.rules import RegisteredRule, all_rules
from wflint.tables import did_you_mean


@record
class EnginePage:
    """An engine with its rules.

    Attributes:
        profile: What is known of its SDK.
        applying: The rules that hold for it, by code.
        left_out: Those that do not: what they find does no harm with it, or cannot be written with its SDK.
    """

    profile: Profile
    applying: tuple[RegisteredRule, ...]
    left_out: tuple[RegisteredRule, ...]

    @property
    def url(self) -> str:
        """Return its documentation page, which is about the newest SDK alone."""
        return f"{DOCUMENTATION}engines/{self.profile.engine.supersedes or self.profile.id}/"

    @property
    def sections(self) -> tuple[Section, ...]:
        """Return everything, in order."""
        return (*profile_facts(self.profile), self._rules())

    @property
    def rule_count(self) -> str:
        """Return how many rules apply, as a sentence without its end."""
        return f"{len(self.applying)} of {len(self.applying) + len(self.left_out)} rules apply"

    def _rules(self) -> Section:
        about = f"{self.rule_count}. These do not:" if self.left_out else f"{self.rule_count}."
        facts = (Fact(f"{each.code} {each.name}", each.rule.summary) for each in self.left_out)
        return Section("Rules", tuple(facts), about)


def all_engines() -> tuple[EnginePage, ...]:
    """Return every engine, by its short name."""
    return tuple(map(_page, load_profiles()))


def current_engines() -> tuple[EnginePage, ...]:
    """Return every engine with its newest SDK."""
    return tuple(page for page in all_engines() if not page.profile.engine.supersedes)


def find_engine(name: str) -> EnginePage:
    """Return the engine of a short name, in any case.

    Raises:
        UsageError: There is none.
    """
    profiles = {profile.id: profile for profile in load_profiles()}
    wanted = name.strip().lower()
    if wanted not in profiles:
        hint = did_you_mean(wanted, profiles, "; `wflint engines` lists them")
        raise UsageError(f"there is no engine `{name}`{hint}")
    return _page(profiles[wanted])


def _page(profile: Profile) -> EnginePage:
    rules = all_rules()
    return EnginePage(
        profile,
        tuple(each for each in rules if each.rule.applies(profile)),
        tuple(each for each in rules if not each.rule.applies(profile)),
    )
