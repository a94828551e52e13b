"""What else is known of a language's libraries: of calls beside their effects, of types, of methods, of serialization.

Each kind of fact is a dataclass here and a file `<language>/*.toml` with one row a name. Names are qualified, and an
asterisk in one stands for anything. Users cannot change these rows, since they mean something to the analysis.
"""

from __future__ import annotations

import enum
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from wflint.ir.nodes import ContainerKind
from wflint.record import record
from wflint.tables.rows import Facts, RowFile

_Row = TypeVar("_Row")


class Concurrency(enum.Enum):
    """How things that are started at once run."""

    TOGETHER = "together"
    """All are started, and waited for together (`asyncio.gather`)."""

    GROUP = "group"
    """A task group, which wraps the exceptions of its tasks."""

    DURABLE = "durable"
    """The engine runs their steps side by side, the way it means it."""

    TASK = "task"
    """A task of its own, which may be awaited later."""

    POOL = "pool"
    """A thread or process pool, or a thread."""

    QUEUED = "queued"
    """One thing, which starts when there is room for it (`p-limit`)."""

    LIMITED = "limited"
    """One thing, which may be cut off (`asyncio.wait_for`)."""


class Picks(enum.Enum):
    """What a choice among given items gives."""

    ONE = "one"
    SEVERAL = "several"


class Binding(enum.Enum):
    """What a decorator makes of a function in a class."""

    PROPERTY = "property"
    STATIC = "static"
    CLASS = "class"


@record
class CallFacts:
    """What a call, or a decorator, means to the analysis.

    Attributes:
        concurrency: How it starts what it is given; `None` where it starts nothing.
        gives_tasks: It gives the tasks that it is given, those that are done and the others, and raises none of their exceptions.
        is_waited_for: It starts one thing in a thread, and gives what that returns once it is awaited.
        raises: Qualified type of what it always raises, so that it never returns.
        gives_numbers: It gives a number of the kind that it is given.
        picks: What it chooses among the items of its first argument.
        picks_from: The name of that argument.
        reorders: It puts the items of its first argument in another order.
        seeds: It starts a generator of random values with its first argument.
        retries: It is a decorator that catches whatever its function raises, unless told otherwise.
        keeps_signature: It is a decorator after which a function still takes and gives the same.
        makes_manager: It is a decorator that makes a context manager of a generator.
        binding: What it makes of a function in a class.
        is_builtin: It is not written in Python, so it takes no attributes.
        keeps_result: It is a decorator that answers later calls with the first one's result.
    """

    concurrency: Concurrency | None = None
    gives_tasks: bool = False
    is_waited_for: bool = False
    raises: str = ""
    gives_numbers: bool = False
    picks: Picks | None = None
    picks_from: str = ""
    reorders: bool = False
    seeds: bool = False
    retries: bool = False
    keeps_signature: bool = False
    makes_manager: bool = False
    binding: Binding | None = None
    is_builtin: bool = False
    keeps_result: bool = False


@record
class TypeFacts:
    """What a type means to the analysis.

    Attributes:
        is_immutable: Its methods give the same each time.
        is_mutable: Its objects can be changed.
        is_stateful: A module-level variable of the type holds state that outlives a run, if something changes it.
        is_unordered: Its items come in an order that differs from process to process.
        is_opaque: An annotation with it says nothing of the value.
        is_promise: Its objects are promises of the language, whatever else they can do.
        is_transparent: An annotation with it says what its first argument says.
        is_enum: Classes derived from it are enumerations.
        container: The kind of collection that it is.
        own_kind: The type that its collections have, where they have other members than those of their kind.
        is_summable: `sum()` of its values, with a start of its own, gives such a value.
        has_default_text: Its text holds the address of the object in memory.
        hash_varies: The hash of its values differs from process to process.
        is_renewable: Leaving its context and entering another one costs something, but loses nothing that code relies on:
            a span, the context of a log, a client, a temporary folder.
    """

    is_immutable: bool = False
    is_mutable: bool = False
    is_stateful: bool = False
    is_unordered: bool = False
    is_opaque: bool = False
    is_promise: bool = False
    is_transparent: bool = False
    is_enum: bool = False
    container: ContainerKind | None = None
    own_kind: str = ""
    is_summable: bool = False
    has_default_text: bool = False
    hash_varies: bool = False
    is_renewable: bool = False


@record
class TypeNameFacts:
    """What the last part of a type's name tells, in lower case, whatever library the type is from.

    Attributes:
        is_session: Leaving its context undoes what the code relies on: a session, a transaction.
        is_lock: Leaving its context frees what the code relies on.
        is_limit: Its context cuts the block off after a while.
        is_harmless: Its context holds nothing, or something that another rule speaks of.
        plain_members: Attributes and methods that give what JSON has.
        generated_as: The type that it is, where a code generator writes it into the project, under a path of the
            project's choice; most projects do not commit such code.
    """

    is_session: bool = False
    is_lock: bool = False
    is_limit: bool = False
    is_harmless: bool = False
    plain_members: tuple[str, ...] = ()
    generated_as: str = ""


@record
class MethodFacts:
    """What a method does, by its bare name, whatever object it belongs to.

    Attributes:
        changes_owner: It changes the object.
        adds_item: It puts its last argument into the collection.
        adds_items: It puts the items of its first argument into the collection.
        gives_item: It gives one of the items of the object.
        copies: It gives an object with the same items.
        gives_view: It gives a view of a dictionary.
        gives_plain: It gives text or a number.
        holds: Type of what it holds while the function that it is given runs: a transaction, a lock; empty for most.
        ignores_order: What it gives does not depend on the order of the items: their number, or the items sorted.
    """

    changes_owner: bool = False
    adds_item: bool = False
    adds_items: bool = False
    gives_item: bool = False
    copies: bool = False
    gives_view: bool = False
    gives_plain: bool = False
    ignores_order: bool = False
    holds: str = ""


@record
class SerializationFacts:
    """What JSON and pickle make of a type's values; in templates, `{}` stands for the value.

    Attributes:
        is_plain: JSON has such values as they are.
        rejected_as: What the message of `json.dumps` calls the type; the last part of its name if empty.
        remedy: What makes JSON of a value, in words for a message; empty where nothing does, `None` where JSON is not
            known to reject the type, or `encode` says it all.
        encode: What makes plain data of a value; `<module.name>` has to be imported. `None` where nothing does.
        decode: What makes the value of that data again.
        is_json_base: A class derived from it is JSON after all.
        is_model: A class derived from it is a pydantic model.
        is_row: A class derived from it is a row of a database.
        is_json_key: It can be the key of a JSON object, as far as Python lets it be a key.
        becomes: The builtin type that its values have after JSON, where that is another one.
        enum_value: The builtin type that members of an enumeration have after JSON, if it is one of the bases.
        pickles: Its values come back from a pickle as they were.
        pickle_rejects: What the message of `pickle` calls the type; empty where it is not known to be rejected.
        is_refused: Structured data has no place for its values either.
        plain_members: Attributes that give what JSON has.
        keeps: Members that still are there after JSON, where it makes an object of other members of it.
    """

    is_plain: bool = False
    rejected_as: str = ""
    remedy: str | None = None
    encode: str | None = None
    decode: str = "{}"
    is_json_base: bool = False
    is_model: bool = False
    is_row: bool = False
    is_json_key: bool = True
    becomes: str = ""
    enum_value: str = ""
    pickles: bool = False
    pickle_rejects: str = ""
    is_refused: bool = False
    plain_members: tuple[str, ...] = ()
    keeps: tuple[str, ...] = ()

    @property
    def json_remedy(self) -> str | None:
        """Say what makes JSON of a value, as code; empty where nothing does, `None` where JSON is not known to reject it."""
        if self.becomes or self.remedy is not None or self.encode is None:
            return None if self.becomes else self.remedy
        return self.encode.replace("<", "").replace(">", "")


def call_facts(language: str) -> Facts[CallFacts]:
    """Return what is known of calls and decorators, by qualified name."""
    return _load(CallFacts, language, "calls")


def type_facts(language: str) -> Facts[TypeFacts]:
    """Return what is known of types, by qualified name."""
    return _load(TypeFacts, language, "types")


def type_name_facts(language: str) -> Facts[TypeNameFacts]:
    """Return what the names of types tell, by the last part in lower case."""
    return _load(TypeNameFacts, language, "type_names")


def method_facts(language: str) -> Facts[MethodFacts]:
    """Return what is known of methods, by their bare names."""
    return _load(MethodFacts, language, "methods")


def serialization_facts(language: str) -> Facts[SerializationFacts]:
    """Return what JSON and pickle make of types, by qualified name."""
    return _load(SerializationFacts, language, "serialization")


def _load(kind: type[_Row], language: str, name: str) -> Facts[_Row]:
    definition: object = kind  # which mypy takes for hashable, unlike a type
    return _loaded(definition, language, name)


@cache
def _loaded(kind: Any, language: str, name: str) -> Facts[Any]:  # noqa: ANN401 - any dataclass
    path = Path(__file__).parent / language / f"{name}.toml"
    return Facts(kind, RowFile.of(path.read_text(encoding="utf-8"), f"effects/{language}/{name}.toml"))
