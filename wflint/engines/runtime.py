"""The part of a profile that says where handlers run, where that is a place of their own: one dataclass a table."""

from __future__ import annotations

from dataclasses import field

from wflint.record import record
from wflint.tables import key_name


@record
class LackedNames:
    """What the handler's own code cannot use, because the engine runs it in a place of its own.

    Attributes:
        message: What happens where a handler uses it; `{name}` stands for what it uses.
        instead: What to do; `{name}` stands for the same.
        names: Qualified names, of a method `Type#method`; one that ends in `*` stands for all that begin so.
        effects: What calls have that need something missing themselves, by the names that the catalogue gives to effects: `network`.
        given_to: The object to which code can give what is missing; nothing is said where it is mentioned.
        replaced_by: Qualified name of what takes the same arguments and can be used; empty where nothing does.
    """

    message: str = field(metadata=key_name("says"))
    instead: str
    names: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()
    given_to: str = ""
    replaced_by: str = ""

    def include(self, name: str) -> bool:
        """Tell whether a qualified name is one of them."""
        return any(name.startswith(each[:-1]) if each.endswith("*") else name == each for each in self.names)


@record
class Runtime:
    """The place of its own in which an engine runs the code of handlers; the functions of steps run outside.

    Attributes:
        steady: Effects whose results are the same in every pass there, by the names that the catalogue gives them: `clock`.
        lacks: What is missing there.
    """

    steady: tuple[str, ...] = ()
    lacks: tuple[LackedNames, ...] = ()

    def lacking(self, name: str) -> LackedNames | None:
        """Return what says that a qualified name is missing; `None` where it is not."""
        return next((each for each in self.lacks if each.include(name)), None)

    def refusing(self, name: str, effect: str) -> LackedNames | None:
        """Return what says that a call of some name with some effect cannot be made; `None` where it can."""
        by_effect = (each for each in self.lacks if effect in each.effects)
        return self.lacking(name) or next(by_effect, None)
