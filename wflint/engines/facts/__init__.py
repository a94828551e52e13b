"""A profile in words, for the command line and for the documentation."""

from wflint.engines.facts.about import profile_facts
from wflint.engines.facts.replay import FORMATS, WHEN
from wflint.engines.facts.section import Fact, Section

__all__ = ["FORMATS", "WHEN", "Fact", "Section", "profile_facts"]
