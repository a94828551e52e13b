"""Uses of a step's result that ask for what JSON has dropped in silence: a member, the class, the items."""

from __future__ import annotations

from collections.abc import Iterator

from wflint.record import record
from wflint.rules._families.encoding import filled, without_value
from wflint.rules._families.step_results import given_shapes, is_iterated, named
from wflint.rules.api import (
    ClassRef,
    External,
    Format,
    Handler,
    Ref,
    ResultUse,
    StepCall,
    UseKind,
    ir,
    spelled,
)
from wflint.serialization.javascript.members import is_iterable, is_no_method, lacks
from wflint.serialization.shapes import JsonShape
from wflint.serialization.type_facts import facts_of

_NO_CLASS = "return plain data that says which one it is, such as `{ failed: true }`, and ask for that"
_LANGUAGE = "javascript"
_ASYNC = "AsyncGenerator"
_INSTANCE_OF = "instanceof"
_TYPE_TESTS = frozenset({"typeof", "in"})


@record
class LostUse:
    """A use of a step's result that does not work any more.

    Attributes:
        use: The use.
        shape: What the result is after JSON.
        failure: What becomes of the use, as a clause.
        owner: What is used, as the code spells it.
    """

    use: ResultUse
    shape: JsonShape
    failure: str
    owner: str


def lost_uses(handler: Handler) -> list[LostUse]:
    """Return the uses of results that ask for what is not there any more, where JSON drops it without an error."""
    if handler.profile.codec.kind is not Format.JSON_STRINGIFY:
        return []
    uses = [use for use in handler.result_uses if not _is_rejected(handler, use.step)]
    classes = list(filter(None, map(_class_asked_for, uses)))
    # Where the code asks for the class, that is the mistake; where it asks for the type, it knows what may come back.
    tested = {found.use.step for found in classes} | {use.step for use in uses if _tests_type(use)}
    looked_for = set(filter(None, map(_member_looked_for, uses)))
    called = {id(use.used.site.node.func) for use in uses if isinstance(use.used.site.node, ir.Call)}
    members = [
        found
        for use in uses
        if use.step not in tested and _member_of(use) not in looked_for
        for found in _members_asked_for(use, called)
    ]
    owners = {id(_owner(found.use)) for found in members}
    iterated = [use for use in uses if use.step not in tested and id(use.used.site.node) not in owners]
    return [*classes, *members, *(found for use in iterated for found in _items_asked_for(handler, use))]


def uncallable_members(handler: Handler) -> Iterator[ResultUse]:
    """Yield the calls of methods that no plain data has, of results of which no more is known than that."""
    if handler.profile.codec.kind is not Format.JSON_STRINGIFY:
        return
    uses = handler.result_uses
    # Whoever asks for the class or the type knows what may come back.
    known = {
        use.step for use in uses if _tests_type(use) or _tests_class(use) or _is_rejected(handler, use.step)
    }
    looked_for = set(filter(None, map(_member_looked_for, uses)))
    for use in uses:
        is_unknown = use.result.place is not None and not use.shapes and use.step not in known
        is_unknown = is_unknown and _member_of(use) not in looked_for
        if use.used.use is UseKind.METHOD and is_unknown and is_no_method(use.used.name):
            yield use


def remedy(lost: LostUse) -> str:
    """Return what to do about a use, in words; empty where the catalogue does not know."""
    if lost.use.used.name == _INSTANCE_OF:
        return _NO_CLASS
    facts = facts_of(lost.shape.qualname, _LANGUAGE)
    decoded = filled(facts.decode, lost.owner)
    if facts.encode is not None and lost.shape.type == "str":
        return f"rebuild it from the text: `{decoded}`"
    if facts.encode is not None:
        return f"return `{filled(facts.encode, 'value')}` from the step, and rebuild it: `{decoded}`"
    return (
        f"return what is needed of it from the step, such as {without_value(facts.remedy)}"
        if facts.remedy
        else ""
    )


def _is_rejected(handler: Handler, step: StepCall) -> bool:
    return any(
        handler.rejected(each.value) is not None for each in step.returned
    )  # unserializable-step-result


def _tests_type(use: ResultUse) -> bool:
    is_test = use.used.use is UseKind.OPERAND and use.used.name in _TYPE_TESTS
    return is_test and _member_looked_for(use) is None


def _member_looked_for(use: ResultUse) -> tuple[object, ...] | None:
    """Return which member of a result `"member" in result` looks for: of others it says nothing."""
    used = use.used
    key = used.key.value.constant if used.key is not None else None
    is_test = used.use is UseKind.OPERAND and used.name == "in" and use.result.place is not None
    return (use.step, use.result.place, key.value) if is_test and key is not None else None


def _member_of(use: ResultUse) -> tuple[object, ...]:
    return (use.step, use.result.place, use.used.name)


def _tests_class(use: ResultUse) -> bool:
    return use.used.use is UseKind.OPERAND and use.used.name == _INSTANCE_OF


def _class_asked_for(use: ResultUse) -> LostUse | None:
    """Return a use that asks for a class of which nothing is left."""
    used = use.used
    if not _tests_class(use) or used.key is None:
        return None
    name = _class_name(used.key.value.only)
    shape = next((each for each in use.shapes if name and each.was == name), None)
    return LostUse(use, shape, "this is never true", "value") if shape is not None else None


def _class_name(ref: Ref | None) -> str:
    match ref:
        case ClassRef():
            return ref.class_.name
        case External():
            return ref.name.rpartition(".")[2]
        case _:
            return ""


def _members_asked_for(use: ResultUse, called: set[int]) -> Iterator[LostUse]:
    """Yield a use that reads or calls a member that is gone."""
    node, name, shapes = use.used.site.node, use.used.name, given_shapes(use)
    if (
        use.used.use is not UseKind.ITEM
        or not name
        or not shapes
        or not all(lacks(each, name) for each in shapes)
    ):
        return
    failure = f"`.{name}` is `undefined`"
    if id(node) in called:
        failure = f'`.{name}()` fails with "TypeError: {spelled(node)} is not a function"'
    yield LostUse(use, shapes[0], failure, named(_owner(use)))


def _owner(use: ResultUse) -> ir.Expr | None:
    node = use.used.site.node
    return node.value if isinstance(node, (ir.Attribute, ir.Subscript)) else None


def _items_asked_for(handler: Handler, use: ResultUse) -> Iterator[LostUse]:
    """Yield a use that iterates over what has no items any more."""
    shapes, node = given_shapes(use), use.used.site.node
    is_gone = bool(shapes) and all(each.is_changed and not is_iterable(each) for each in shapes)
    if use.used.use is UseKind.ROUND and is_gone and is_iterated(handler, node):
        name = named(node)
        what = (
            "async iterable" if shapes[0].was == _ASYNC else "iterable"
        )  # only `for await` goes through those
        failure = f'iterating over it fails with "TypeError: {name} is not {what}"'
        yield LostUse(use, shapes[0], failure, name)
