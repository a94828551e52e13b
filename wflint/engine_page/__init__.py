"""What there is to tell of an engine: what its profile says, and which rules hold for it."""

from wflint.engine_page.mistakes import rule_of_mistake
from wflint.engine_page.pages import EnginePage, all_engines, current_engines, find_engine

__all__ = ["EnginePage", "all_engines", "current_engines", "find_engine", "rule_of_mistake"]
