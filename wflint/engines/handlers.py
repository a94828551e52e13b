"""The part of a profile that says how a function becomes a handler, and what it is given: one dataclass a table."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import field

from wflint.engines.steps import Color
from wflint.record import record


class HeaderCase(enum.Enum):
    """How a framework spells the names of a request's headers."""

    LOWER = "lower"
    TITLE = "title"


class RegistrationStyle(enum.Enum):
    """How a registration takes the handler."""

    DECORATOR = "decorator"
    """Calling the pattern gives a decorator, which takes the handler."""

    ARGUMENT = "argument"
    """The pattern takes the handler as its first argument, or decorates it without being called."""

    DIRECTIVE = "directive"
    """The pattern is the text with which the handler's body begins, or the file that exports it."""


class KeysRead(enum.Enum):
    """When a registration looks for the keys of its handler's deliveries."""

    AT_ONCE = "at-once"
    """When it is called."""

    EACH_REQUEST = "each-request"


CONTEXT = "context"
"""What stands for the context among the things that a handler is called with."""


OWN_ARGUMENTS = "*"


FAILURE = "failure"
"""What stands for an object that tells of a failed run, and holds the context."""


@record
class ContextTypes:
    """Types of contexts of one color.

    Attributes:
        color: Whether their steps must be awaited.
        types: Qualified names of one class; the last one ends in the name that the class itself has.
        path: Where an object of the types stands in the context that handlers are given: `step` for `ctx.step`.
    """

    color: Color
    types: tuple[str, ...]
    path: str = ""


@record
class Members:
    """Attributes of the context that are no steps; `step.fetch` stands for an attribute of its attribute `step`.

    Attributes:
        payload: The run's input.
        headers: The headers of the request that started the run.
        header_methods: Methods of theirs, where they are neither attributes nor items; none where they are a dictionary. The
            first one gives a header by its name.
        environment: The environment that the handler is served with.
        delivery: What belongs to one pass or attempt, and is another one in the next.
        delivery_headers: Names of headers that do, in lower case.
        removed_headers: Names of headers that the SDK takes out before the handler sees them, in lower case; a star stands
            for the rest of a name.
        earlier: What only versions of the SDK have before those that the profile is about.
        ending: Methods that end the run once they are awaited.
        one_color: What contexts of only one color have; what they do is not looked at.
        plain: Everything else.
        extended: Whether code may add others, as middleware does, so that one which is not here may be there all the same.
    """

    payload: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    header_methods: tuple[str, ...] = ()
    environment: tuple[str, ...] = ()
    delivery: tuple[str, ...] = ()
    delivery_headers: tuple[str, ...] = ()
    removed_headers: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()
    ending: tuple[str, ...] = ()
    one_color: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()
    extended: bool = False


@record
class HandlerPattern:
    """One way to register a handler.

    Attributes:
        pattern: The qualified name of what registers it; of a directive, the text.
        via: How that takes the handler.
        color: That of the context which the handler is given, and that the handler itself must have; `None` where the
            handler may have either, and its context has the same.
        takes: What the handler is called with: `context`, a part of it such as `context.step`, or `payload`; `*` stands for
            arguments of the run's own, where the context is no argument.
        later_takes: What later versions of the SDK call the handler with, where that is something else.
        later: The first of these versions.
        rejects: What it says to a handler of the other color; `None` where only calling the handler fails.
        either_color: Whether a handler of the other color works all the same, and only its steps can be lost.
        function_at: The place of the argument that is the handler, where the handler is one.
        unique_names: Whether it takes no two handlers of one name.
        parameters: Names of its positional parameters.
        more_options: What it takes by keyword beside the options that all take.
        options_at: The place of an argument whose fields stand for keywords, where the language has none.
        header_case: How header names are spelled; `None` where that is up to the caller's framework.
        gives_member: Under which name what it gives holds the route that a framework calls; empty where it gives that itself.
        keys_read: When it looks for the keys that deliveries are verified with.
        gives: Qualified type of what it gives in the function's place, which cannot be called; empty where the function stays.
        wraps: Whether it is no part of the SDK but stands in front of it, with options of its own.
        needs_options: Whether it takes nothing for granted, so that parentheses alone do not make it whole.
    """

    pattern: str
    via: RegistrationStyle
    color: Color | None = None
    takes: tuple[str, ...] = (CONTEXT,)
    later_takes: tuple[str, ...] = ()
    later: str = ""
    rejects: str | None = None
    either_color: bool = False
    function_at: int = 0
    unique_names: bool = False
    parameters: tuple[str, ...] = ()
    more_options: tuple[str, ...] = ()
    options_at: int | None = None
    header_case: HeaderCase | None = None
    gives_member: str = ""
    keys_read: KeysRead = KeysRead.AT_ONCE
    gives: str = ""
    wraps: bool = False
    needs_options: bool = True

    @property
    def is_ambient(self) -> bool:
        """Tell whether it gives handlers no context, but arguments of the run's own."""
        return self.takes == (OWN_ARGUMENTS,)

    @property
    def is_directive(self) -> bool:
        """Tell whether it is no name that code calls or decorates with, but text in front of the handler's body."""
        return self.via is RegistrationStyle.DIRECTIVE


@record
class HandlerGroup:
    """What serves several handlers that have been registered before.

    Attributes:
        pattern: The qualified name of the function.
        options_at: The place of an argument whose fields are its options.
        gives_member: Under which name what it gives holds the route that a framework calls; empty where it gives that itself.
        names_without: What the names may not hold under which it takes the handlers; empty where they may hold anything.
    """

    pattern: str
    options_at: int
    gives_member: str = ""
    names_without: str = ""


@record
class HandlerClasses:
    """What the engine asks of classes whose methods are handlers.

    Attributes:
        decorators: Qualified names of decorators that make a class known to the engine.
        base: The class of objects that have a name.
        attribute: The attribute that holds the name.
        receiver: What a method's first parameter is called, by which objects of unknown classes are noticed.
    """

    decorators: tuple[str, ...]
    base: str
    attribute: str
    receiver: str


@record
class RegistrationOptions:
    """What can be said when a handler is registered.

    Attributes:
        options: All keywords; none where they are not looked at.
        parser: The one that makes the payload of a request's body.
        schema: The one that takes what validates the payload, and may make other values of it.
        client: The one that takes the engine's client.
        receiver: The one that takes what verifies deliveries.
        receiver_off: Whether nothing given for it turns verification off.
        environment: The one that stands for the process's environment.
        retries: The one that says how often the engine tries again what has failed.
        urls: Those that take a URL at which the handler is reached.
        unknown: What becomes of others.
        limit_variable: The module-level variable that says for how many seconds the platform lets a request run.
        elsewhere: What other functions of the engine take since the versions that the profile is about, each with where to give
            it.
    """

    options: tuple[str, ...] = ()
    parser: str = ""
    schema: str = ""
    client: str = ""
    receiver: str = ""
    receiver_off: bool = False
    environment: str = ""
    retries: str = ""
    urls: tuple[str, ...] = ()
    limit_variable: str = ""
    unknown: str = "`TypeError` when this module is imported"
    elsewhere: Mapping[str, str] = field(default_factory=dict[str, str])


@record
class RegisteringClass:
    """A class whose objects register handlers.

    Attributes:
        type: Its qualified name.
        parameters: What making an object takes, by position or keyword.
    """

    type: str
    parameters: tuple[str, ...]


@record
class GoneName:
    """Something that earlier versions of the SDK had.

    Attributes:
        says: What happens to code that still uses it.
        instead: What to use.
        when_called: Whether only calling it fails.
    """

    says: str
    instead: str
    when_called: bool = False


@record
class Failure:
    """The function that is called when a run has failed for good.

    Attributes:
        option: The option of a registration that takes it.
        parameters: What it is called with, by position; the context comes first.
        fields: Of the one object that it is called with instead, the fields.
        either_color: Whether it may be sync or async, whatever its handler is.
        rejects: What the SDK says to one that is not of the color of its handler, where that decides; `{handler}` and
            `{failure}` stand for `async` or `non-async`.
    """

    option: str
    parameters: tuple[str, ...]
    rejects: str = ""
    fields: tuple[str, ...] = ()
    either_color: bool = False
