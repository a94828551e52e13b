"""How an engine stores what steps return: the format, and what it makes of values that the format lacks."""

from __future__ import annotations

import enum

from wflint.record import record


class Awaited(enum.Enum):
    """Which coroutines that step functions give the SDK awaits."""

    IN_ASYNC_HANDLERS = "in-async-handlers"
    FROM_ASYNC_FUNCTIONS = "from-async-functions"
    """Those of functions that are defined as async, not those that a lambda gives."""


class Format(enum.Enum):
    """How results are stored."""

    JSON = "json"
    """As the standard library's `json` has them; what that rejects fails."""

    JSON_AS_TEXT = "json-as-text"
    """The same, but what it rejects is stored as `str()` makes it."""

    JSON_STRINGIFY = "json-stringify"
    """As `JSON.stringify` has them: it changes or drops what it does not know, and throws at few things."""

    PICKLE = "pickle"

    STRUCTURED = "structured"
    """Much as `structuredClone` has them: dates, maps and sets survive, functions and objects of classes are refused."""

    @property
    def keeps_types(self) -> bool:
        """Tell whether what comes back is of the type that was stored."""
        return self in (Format.PICKLE, Format.STRUCTURED)

    @property
    def is_javascript(self) -> bool:
        """Tell whether JavaScript stores them, where a function without a result gives `undefined`."""
        return self in (Format.JSON_STRINGIFY, Format.STRUCTURED)

    @property
    def stored(self) -> str:
        """Say what a step does with its result."""
        how = {Format.PICKLE: "in a pickle", Format.STRUCTURED: "as data"}.get(self, "as JSON")
        return f"stores what its function returns {how}"

    @property
    def wants(self) -> str:
        """Say what can be stored."""
        if self is Format.STRUCTURED:
            return "plain data"
        return "something that can be pickled" if self is Format.PICKLE else "something that JSON can hold"

    @property
    def doubt(self) -> str:
        """Say what nobody knows of a value of unknown type."""
        if self.keeps_types:
            can_be = "pickled" if self is Format.PICKLE else "stored"
            return f"wflint cannot tell whether its result can be {can_be}"
        return "wflint cannot tell whether its result survives JSON"

    @property
    def refuses(self) -> str:
        """Say what is wrong with anything else."""
        if self is Format.STRUCTURED:
            return "cannot be stored"
        return "cannot be pickled" if self is Format.PICKLE else "is not JSON"


@record
class ResultStorage:
    """How results are stored.

    Attributes:
        kind: The format.
        rejects: What the SDK says to a value that cannot be stored; `{type}` stands for its type, `{step}` for the step.
        rejects_function: The same for a function, where that is something else.
        rejects_key: The same for a dictionary's key.
        rejects_circle: The same for an object that holds itself.
        awaited: Which coroutines it awaits.
        coroutine: What becomes of others.
        then: What follows.
        drops: Whether what the format has no place for is left out of a step's result, so that nothing is said to it.
        own_form: The symbol under which a class says how its objects are stored; empty where none can.
        arguments: Whether the arguments of steps are stored as well, so that their functions work on copies.
        live: Whether the pass that ran the step gets the returned object itself; later ones get what was stored.
        option: The option of the engine's client that takes another codec.
        typed: The argument of a step that says which type to make of its result again.
    """

    kind: Format
    rejects: str
    rejects_function: str = ""
    rejects_key: str = ""
    rejects_circle: str = ""
    awaited: Awaited = Awaited.IN_ASYNC_HANDLERS
    coroutine: str = ""
    then: str = ""
    drops: bool = False
    own_form: str = ""
    arguments: bool = False
    live: bool = False
    option: str = ""
    typed: str = ""
