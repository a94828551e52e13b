"""What a front end can be asked to rewrite: the seam between rules, which know what is wrong, and syntax."""

from __future__ import annotations

import enum
from collections.abc import Callable, Container, Mapping, Sequence
from typing import NamedTuple, Protocol

from wflint.findings import Edit
from wflint.ir import nodes as ir
from wflint.record import record


class RefusedError(Exception):
    """A rewrite cannot be done here.

    Attributes:
        reason: Why, as a clause that can follow "because": "it is in a lambda".
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@record
class Rewritten:
    """What a rewrite comes to.

    Attributes:
        edits: Plain text edits.
        doubt: Why the result may mean something else, as a clause; empty where it does not.
    """

    edits: tuple[Edit, ...]
    doubt: str = ""

    def __add__(self, other: Rewritten) -> Rewritten:
        """Return both rewrites; what both do is done once."""
        return Rewritten(tuple(dict.fromkeys((*self.edits, *other.edits))), self.doubt or other.doubt)


@record
class Codec:
    """How a value is carried through JSON.

    In the templates, `{}` stands for the value and `<module.name>` for something that has to be imported.

    Attributes:
        encode: What makes plain data of it.
        decode: What makes it of the plain data again; `None` where nothing does.
    """

    encode: str = "{}"
    decode: str | None = "{}"

    @property
    def is_plain(self) -> bool:
        """Return whether the value comes back as it was."""
        return self.encode == "{}" and self.decode == "{}"


PLAIN = Codec()


class ValueKind(enum.Enum):
    """What is certain of an expression's value."""

    LIST = "list"
    """It is a list, or an array."""

    DATA = "data"
    """It is plain data from outside: of the payload, of a step's result."""

    NOTHING = "nothing"
    """It is `None`, or `undefined`."""

    PROMISE = "promise"
    """It is a promise of the language, and nothing else that can be awaited."""


class NodeRef(Protocol):
    """A node in a module, with the handle of the top-level definition around it."""

    @property
    def module(self) -> ir.Module:
        """Return the module."""
        ...

    @property
    def node(self) -> ir.Node:
        """Return the node."""
        ...

    @property
    def enclosing_definition(self) -> object:
        """Return the handle of the top-level definition."""
        ...


class FreeName(Protocol):
    """Extends the stem of a name until no other step has it.

    A name counts as taken unless it is this step's own (same key).
    """

    def __call__(self, stem: str, key: object, *, in_loop: bool = False) -> str:
        """Return a free name; asked with the same key again, the same one. `in_loop` if an index will follow it."""
        ...


@record
class DurationWriter:
    """How a number of seconds is written for a sleep.

    Attributes:
        takes_parts: Whether parts of a second are taken as they are.
        span: A template that makes of any number of seconds what is taken; empty where there is none.
        least_milliseconds: The shortest sleep, where a number counts milliseconds; 0 where it counts seconds.
    """

    takes_parts: bool = False
    span: str = ""
    least_milliseconds: int = 0


@record
class StepWriter:
    """How a new step is written in a handler.

    Attributes:
        contexts: How the context is spelled in each function, by the function's handle.
        run: A call that runs a step: `{context}`, `{name}` and `{function}` are filled in, `<module.name>` is imported. Empty
            where no call of a function does.
        sleep: A call that sleeps: `{context}`, `{name}` and `{duration}` are filled in, `<module.name>` is imported.
        durations: How it is told how long to sleep.
        is_async: Whether steps are awaited.
        async_functions: Whether they take async functions only.
        free_name: Extends the stem of a name until no other step has it.
        codec: How the value of an expression, by its handle, is carried through a step; `None` where its type is not known.
        is_bytes: Whether the value of an expression, by its handle, is raw bytes.
        kinds: What is certain of the value of an expression, by its handle.
        doubt: What is to be said where it is not known.
        running: The handles of what runs a step: step calls, and calls of functions in which steps run.
    """

    contexts: Mapping[object, str]
    run: str
    sleep: str
    durations: DurationWriter
    is_async: bool
    async_functions: bool
    free_name: FreeName
    codec: Callable[[object], Codec | None]
    is_bytes: Callable[[object], bool]
    kinds: Callable[[object], frozenset[ValueKind]]
    doubt: str
    running: frozenset[object]


class ArgumentRewriter(Protocol):
    """Turns what a rule asks for about arguments and attributes into edits. Every method may raise `RefusedError`."""

    def rename_attribute(self, ref: NodeRef, name: str, *, called: bool = False) -> Rewritten:
        """Read another attribute; without the call after it where `called`."""
        ...

    def name_argument(self, argument: NodeRef, name: str, *, template: str = "{}") -> Rewritten:
        """Give a positional argument, or one with another keyword, this keyword, and put its value into a template."""
        ...

    def ask_by_method(self, ref: NodeRef, method: str, key: str) -> Rewritten:
        """Ask a method for what an attribute or item would hold: `headers.get("host")` for `headers["host"]`."""
        ...

    def add_argument(self, call: NodeRef, position: int, text: str) -> Rewritten:
        """Put another argument before the one at a position, or after the last one."""
        ...

    def swap_arguments(self, first: NodeRef, second: NodeRef) -> Rewritten:
        """Let two arguments change places."""
        ...

    def swap(self, first: NodeRef, second: NodeRef) -> Rewritten:
        """Let two expressions change places."""
        ...

    def call_it(self, ref: NodeRef) -> Rewritten:
        """Call an expression with nothing; where it is such a call, leave that out."""
        ...

    def unwrap_call(self, ref: NodeRef) -> Rewritten:
        """Put the only argument of a call in the place of the call."""
        ...


class ChangingName(NamedTuple):
    """A name of a step that changes.

    Attributes:
        name: The name.
        loops: The loops around its step that only what changes tells apart.
    """

    name: NodeRef
    loops: Sequence[NodeRef]


class Rewriter(ArgumentRewriter, Protocol):
    """Turns what a rule asks for into edits. Every method may raise `RefusedError`."""

    # --- new steps ---

    def wrap_in_step(
        self,
        ref: NodeRef,
        step: StepWriter,
        *,
        repeats: bool = False,
        reads: bool = False,
        is_secret: bool = False,
    ) -> Rewritten:
        """Do what an expression does in a step of its own.

        `repeats` if callers of its function run it in loops, `reads` if it reads from outside as much as there is, `is_secret`
        if no step may store what it gives, but only whether a condition holds for it.
        """
        ...

    def sleep_in_step(
        self, ref: NodeRef, step: StepWriter, *, is_whole: bool, repeats: bool = False
    ) -> Rewritten:
        """Sleep in a step instead; `is_whole` if the duration is certainly a whole number."""
        ...

    # --- how steps are run ---

    def await_it(self, ref: NodeRef, *, method: str = "") -> Rewritten:
        """Await an expression; `method` is what a call is to call instead, by the name of the attribute."""
        ...

    def await_each(self, ref: NodeRef, together: str, *, is_array: bool) -> Rewritten:
        """Await all that the function starts which a call runs for each item.

        `together` waits for several; `is_array` if the items certainly stand in an array.
        """
        ...

    def await_sequentially(self, ref: NodeRef) -> Rewritten:
        """Await the arguments of a call one after the other instead."""
        ...

    def unnest(self, outer: NodeRef, inner: NodeRef, step: StepWriter) -> Rewritten:
        """Move a step out of the function of another one, where it is the first or last thing that this does.

        `step` knows what passes through the outer one, of which the inner one may have need.
        """
        ...

    def pass_callable(self, ref: NodeRef) -> Rewritten:
        """Pass a function instead of what a call gives."""
        ...

    def bind_arguments(self, call: NodeRef, function: NodeRef, surplus: Sequence[NodeRef]) -> Rewritten:
        """Hand surplus arguments of a call to the function that it is given."""
        ...

    def wrap_in_asyncio_run(self, ref: NodeRef) -> Rewritten:
        """Run the coroutine that a function gives to its end."""
        ...

    def change_color(
        self,
        function: NodeRef,
        steps: Sequence[NodeRef],
        context: NodeRef | None,
        type_name: str,
        *,
        is_async: bool,
    ) -> Rewritten:
        """Make a function async or sync, with the steps in it awaited or not, and the annotation of its context."""
        ...

    def bind_as_default(self, function: NodeRef, names: Sequence[str]) -> Rewritten:
        """Bind variables to parameters of a function when it is made."""
        ...

    def reraise(self, handler: NodeRef, exception: str) -> Rewritten:
        """Raise an exception, by its qualified name, again before an `except` can catch it."""
        ...

    def return_from_step(self, call: NodeRef, mutation: NodeRef, step: StepWriter) -> Rewritten:
        """Let a step's function return a new value, and assign the step's result."""
        ...

    # --- names and values ---

    def number(
        self, name: NodeRef, loops: Sequence[NodeRef], step: StepWriter, *, suffix: str = ""
    ) -> Rewritten:
        """Make what counts the rounds of loops part of a name, after some text."""
        ...

    def drop_from_names(
        self,
        names: Sequence[ChangingName],
        changing: Container[object],
        step: StepWriter,
        unneeded: Sequence[NodeRef],
    ) -> Rewritten:
        """Take what changes out of a name that is put together, and make the index of its loops part of it.

        `names` are that name, and others of the same definition that share what changes. `changing` holds the handles of
        expressions that change; `unneeded` are expressions that only these names have a use for. A variable that holds one
        goes, too, with its place in the other names.
        """
        ...

    def name_by_function(
        self, name: NodeRef, function: NodeRef, step: StepWriter, template: str
    ) -> Rewritten:
        """Put what a step's function does before a number that is its name; where nothing says that, as in `apply`."""
        ...

    def extend_name(self, name: NodeRef, suffix: str) -> Rewritten:
        """Put text after a name."""
        ...

    def replace_text(self, ref: NodeRef, text: str) -> Rewritten:
        """Put other text in the place of a string that is written out."""
        ...

    def bind_methods(self, methods: Sequence[NodeRef]) -> Rewritten:
        """Bind methods to the object that they are taken off; those that one pattern takes come together."""
        ...

    def take_member(self, ref: NodeRef, member: str) -> Rewritten:
        """Let a variable of a name take the member of that name of what a call gives, instead of all of it."""
        ...

    def apply(self, ref: NodeRef, template: str) -> Rewritten:
        """Put an expression into a template, as a `Codec` has them."""
        ...

    def encode_result(self, step: NodeRef, returned: NodeRef, codec: Codec, *, awaits: bool) -> Rewritten:
        """Make plain data of what a step's function returns, and the value of the step's result again where it is used.

        `awaits` if what is returned is a coroutine, or may be a promise, which the engine would await.
        """
        ...

    def decode_result(self, step: NodeRef, codec: Codec) -> Rewritten:
        """Make the value of a step's result again where it is used, of what the engine makes of it by itself."""
        ...

    def encode_part(self, step: NodeRef, part: NodeRef, template: str) -> Rewritten:
        """Put a part of what a step's function returns into a template that makes plain data of it."""
        ...

    def decode_use(self, ref: NodeRef, template: str) -> Rewritten:
        """Put what is read of a step's result into a template that makes of it what it was, where more than its text counts."""
        ...

    def read_key(self, ref: NodeRef) -> Rewritten:
        """Read an item where an attribute is read."""
        ...
