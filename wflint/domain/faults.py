"""Faults of registrations: decorators that are not used as the SDK expects it."""

from __future__ import annotations

import enum
from dataclasses import field

from wflint.domain.sites import Site
from wflint.record import record


class FaultKind(enum.Enum):
    """What is wrong with a registration; a profile says under the same name what it comes to."""

    NOT_CALLED = "not_called"
    """A decorator lacks its parentheses, and makes nothing of its function."""

    CALLED_EMPTY = "called_empty"
    """A decorator that takes its function at once is called without it."""

    ABOVE_CLASSMETHOD = "above_classmethod"
    """It stands above what makes a class method of its function."""

    ABOVE_STATICMETHOD = "above_staticmethod"
    """It stands above what makes a static method of its function, in a class that the engine knows."""

    STEP_ABOVE_HANDLER = "step_above_handler"
    """A handler is made a step."""

    HANDLER_WRAPPED = "handler_wrapped"
    """Something stands around a handler that the engine knows nothing of."""

    CLASS_UNKNOWN = "class_unknown"
    """A handler is a method of a class that the engine does not know."""

    CLASS_NOT_CALLED = "class_not_called"
    """The decorator that makes a class known to the engine lacks its parentheses."""

    OBJECT_UNNAMED = "object_unnamed"
    """A handler is a method of objects by no name of which the engine could find them again."""

    SAME_NAME = "same_name"
    """Another handler has the name already."""

    MADE_OF_BUILTIN = "made_of_builtin"
    """A step is made of a function that is not written in Python."""

    MADE_OF_METHOD = "made_of_method"
    """A step is made of a method of an object."""

    MADE_OF_UNNAMED = "made_of_unnamed"
    """A step without a name is made of something that has none."""

    DIRECTIVE_UNSEEN = "directive_unseen"
    """A directive shares its line with other code, so that nothing finds it."""

    DIRECTIVE_NOT_ASYNC = "directive_not_async"
    """A directive stands in a function that is not async."""

    DECLARED_INSIDE = "declared_inside"
    """A step is a function that is declared inside another one."""


@record
class Fault:
    """A fault of a registration.

    Attributes:
        kind: What is wrong.
        site: The decorator, or what it is given.
        parts: What the engine's sentence about it names.
        related: What else there is to look at.
        is_mended_by_order: Whether the decorators at `site` and `related` have only to change places.
        is_mended_by_call: Whether there are only parentheses missing at `site`, or too many.
    """

    kind: FaultKind
    site: Site
    parts: tuple[tuple[str, str], ...] = ()
    related: Site | None = field(compare=False, default=None)
    is_mended_by_order: bool = False
    is_mended_by_call: bool = False
