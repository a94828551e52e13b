"""State that a process keeps while it runs: module-level variables, and attributes of objects that live in a module."""

from __future__ import annotations

from collections.abc import Iterable

from wflint.domain.alternatives import (
    ClassRef,
    Closure,
    Collection,
    External,
    Instance,
    Kept,
    ModuleRef,
    Object,
)
from wflint.domain.awaited import Coroutine
from wflint.domain.taint import TaintSource
from wflint.domain.values import TOP, Const, Ref, Value
from wflint.effects import EffectKind
from wflint.effects.row import Access, Row
from wflint.interpreter.effects import own_effect
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.frame import Frame
from wflint.interpreter.import_time import ImportTime
from wflint.interpreter.state_changes import (
    Changes,
    MemberChanges,
    StateChange,
    changes_of_class,
    changes_of_module,
)
from wflint.ir import nodes as ir
from wflint.ir.spelling import spelled

STATE = Row("state of the process", "", EffectKind.GLOBAL, Access.READ)
STATE_CHANGE = Row("state of the process", "", EffectKind.GLOBAL, Access.WRITE)
COUNT_CHANGE = Row("a count of the process", "", EffectKind.GLOBAL, Access.WRITE)
CACHE = Row("a cache of the process", "", EffectKind.GLOBAL, Access.READ)
CACHE_CHANGE = Row("a cache of the process", "", EffectKind.GLOBAL, Access.WRITE)

_MAX_DEPTH = 2


def keep(ev: Evaluator, value: Value, kept: Kept, depth: int = _MAX_DEPTH) -> None:
    """Note that the objects which a module-level variable holds live as long as the process."""
    for ref in value.alternatives:
        if not isinstance(ref, (Object, Collection)) or ref.kept is not None or _is_of_pass(ev, ref):
            continue
        ref.kept = kept
        held = ref.attributes.items() if isinstance(ref, Object) else ref.items.items()
        for key, each in list(held) if depth else ():
            keep(ev, each, kept.part(f".{key}" if isinstance(ref, Object) else "[...]"), depth - 1)


def _is_of_pass(ev: Evaluator, ref: Object | Collection) -> bool:
    """Return whether an object is made anew in each pass, or stands for any object of its class."""
    if ref.step is not None:
        return True
    is_symbolic = isinstance(ref, Object) and ev.state.symbolic_instances.get(ref.class_) is ref
    return is_symbolic or (isinstance(ref, Object) and ref.is_replayed)


def state_read(
    ev: Evaluator,
    frame: Frame,
    node: ir.Expr,
    module: ir.Module,
    name: str,
    value: Value,
    spelled_as: str = "",
) -> Value:
    """Return a module-level variable that is read; record it as an effect where code changes it at run time."""
    # Most names are those of functions: for these alone, no module is looked through.
    if not _is_replayed(frame) or value.always(_is_definition):
        return value
    change = _changes(ev, module).get((name, ""))
    own = Kept(module, name)
    for kept in dict.fromkeys(
        ref.kept for ref in value.alternatives if isinstance(ref, (Object, Collection))
    ):
        if kept != own:
            change = _joined((change, _change(ev, kept)))
    if change is None or _stays(ev, value, change):
        return value
    if change.by_method and value.always(_is_imported):
        return value  # what a function of a module does, `os.remove()` say, does not change the module
    return _read(frame, node, value, spelled_as or name, change)


def member_read(ev: Evaluator, frame: Frame, node: ir.Expr, ref: Ref, name: str, value: Value) -> Value:
    """Return an attribute that is read; record it as an effect where its owner outlives the pass, and code changes it."""
    if not _is_replayed(frame) or not isinstance(ref, (Object, ClassRef)):
        return value
    kept = _keeper(ref)
    if kept is None or (isinstance(ref, Object) and ref.kept is None and _is_its_own(ev, ref, name)):
        return value
    owner = node.value if isinstance(node, ir.Attribute) else node
    change = _member_change(ev, frame, owner, ref, kept, name)
    if change is None or (isinstance(ref, ClassRef) and _stays(ev, value, change)):
        return value
    return _read(frame, node, value, f"{_written(frame, owner) or kept.name}.{name}", change)


def attribute_of_name_read(ev: Evaluator, frame: Frame, node: ir.Attribute, value: Value) -> Value:
    """Return an attribute that is read; record it as an effect where functions change it of what a variable of the module holds."""
    root = node.value
    if not isinstance(root, ir.Name):
        return value
    env = frame.env.holder(root.id)
    if env is None or not env.is_module or not _is_replayed(frame):
        return value
    change = _changes(ev, env.module).get((root.id, node.attr))
    if change is None or any(_is_state(each) for each in value.taint):
        return value
    if change.by_method and not _may_hold_state(ev, value):
        return value  # of a client, `delete` sends a request
    held = env.names.get(root.id)
    if held is not None and held.always(lambda ref: isinstance(ref, ClassRef)) and _stays(ev, value, change):
        return value
    return _read(frame, node, value, f"{root.id}.{node.attr}", change)


def variable_changed(ev: Evaluator, frame: Frame, node: ir.Node, name: str) -> None:
    """Note that replayed code changes a module-level variable, or what it holds."""
    env = frame.env.holder(name)
    if env is not None:
        _changed(ev, frame, node, name, _changes(ev, env.module_env().module).get((name, "")))


def kept_changed(
    ev: Evaluator, frame: Frame, node: ir.Node, expression: ir.Expr, ref: Ref, member: str = ""
) -> bool:
    """Note that replayed code changes an object, or an attribute of it; return whether it outlives the pass.

    Args:
        ev: The evaluator.
        frame: Where it is changed.
        node: The change.
        expression: The object.
        ref: What the object is.
        member: The attribute that is changed; empty where it is the object itself.
    """
    kept = _keeper(ref)
    if kept is None:
        return False
    name = _written(frame, expression) or kept.name
    if isinstance(ref, Collection):
        change = _joined((_change(ev, kept, member), _change_here(ev, frame, expression, member)))
        name = f"{name}.{member}" if member else name
        _changed(ev, frame, node, name, change)
        return True
    is_own = isinstance(ref, Object) and ref.kept is None and _is_its_own(ev, ref, member)
    if member and not is_own:
        change = _member_change(ev, frame, expression, ref, kept, member)
        _changed(ev, frame, node, f"{name}.{member}", change)
        return True
    return False


def _is_its_own(ev: Evaluator, ref: Object, name: str) -> bool:
    """Return whether an attribute is the object's, and not one that all objects of its class share."""
    return name in ref.attributes or ev.semantics.class_member(ev, ref.class_, name) is None


def attribute_of_name_changed(ev: Evaluator, frame: Frame, node: ir.Attribute) -> None:
    """Note that replayed code changes an attribute of whatever a module-level variable holds."""
    name = _written(frame, node.value) if isinstance(node.value, ir.Name) else ""
    if name:
        change = _change_here(ev, frame, node.value, node.attr)
        if not _is_option(frame, node.value, change):
            _changed(ev, frame, node, f"{name}.{node.attr}", change)


def _is_option(frame: Frame, owner: ir.Expr, change: StateChange | None) -> bool:
    """Return whether an attribute is one of a library, which is set to say how it works rather than to keep anything."""
    env = frame.env.holder(owner.id) if isinstance(owner, ir.Name) else None
    held = env.names.get(owner.id, TOP) if env is not None and isinstance(owner, ir.Name) else TOP
    return isinstance(held.only, External) and not (change is not None and change.accumulates)


def _is_replayed(frame: Frame) -> bool:
    return frame.step is None and frame.function is not None


def _is_definition(ref: Ref) -> bool:
    return isinstance(ref, (Closure, ClassRef, ModuleRef))


def _is_imported(ref: Ref) -> bool:
    return isinstance(ref, External)


def _is_state(taint: object) -> bool:
    return isinstance(taint, TaintSource) and taint.row.effect is EffectKind.GLOBAL


def _keeper(ref: Ref) -> Kept | None:
    """Return what keeps an object, or the class that has what it shares with all others; `None` where it dies with the pass."""
    match ref:
        case Object(kept=Kept() as kept) | Collection(kept=Kept() as kept):
            return kept
        case Object(class_=class_) | (ClassRef() as class_):
            return Kept(class_.module, class_.class_.name) if class_.env.is_static else None
        case _:
            return None


def _written(frame: Frame, expression: ir.Expr) -> str:
    """Return how code spells an object where it begins with a variable of the module; else nothing."""
    root = expression
    while isinstance(root, ir.Attribute):
        root = root.value
    env = frame.env.holder(root.id) if isinstance(root, ir.Name) else None
    return spelled(expression) if env is not None and env.is_module else ""


def _change(ev: Evaluator, kept: Kept | None, member: str = "") -> StateChange | None:
    """Return how the functions of the module that keeps an object change it, or an attribute of it."""
    if kept is None:
        return None
    owner, _, attribute = (f"{kept.name}.{member}" if member else kept.name).partition(".")
    return _changes(ev, kept.module).get((owner, attribute))


def _change_here(ev: Evaluator, frame: Frame, expression: ir.Expr, member: str = "") -> StateChange | None:
    """Return how functions of the module at hand change an object, which may have another name here."""
    written = _written(frame, expression)
    return _change(ev, Kept(frame.module, written), member) if written else None


def _member_change(
    ev: Evaluator, frame: Frame, owner: ir.Expr, ref: Ref, kept: Kept, name: str
) -> StateChange | None:
    """Return how code changes an attribute of an object or class that outlives the pass; `None` where nothing does."""
    class_ = ref.class_ if isinstance(ref, Object) else ref
    bases = ev.semantics.own_bases(class_) if isinstance(class_, ClassRef) else ()
    is_shared = isinstance(ref, Object) and ref.kept is None
    set_up = _import_time(ev, kept.module).methods(kept.name.partition(".")[0])
    by_methods = [_of_class(ev, base, set_up).get((name, is_shared)) for base in bases]
    return _joined((*by_methods, _change(ev, kept, name), _change_here(ev, frame, owner, name)))


def _joined(changes: Iterable[StateChange | None]) -> StateChange | None:
    """Return what is true of several changes together; `None` where there is none."""
    joined: StateChange | None = None
    for change in changes:
        if change is not None:
            joined = change if joined is None else joined.joined(change)
    return joined


def _read(frame: Frame, node: ir.Expr, value: Value, name: str, change: StateChange) -> Value:
    row = CACHE if change.is_guarded else COUNT_CHANGE if _advances(value) else STATE
    return own_effect(frame, node, value, row, name)


def _advances(value: Value) -> bool:
    """Return whether whoever looks at a value changes it: an iterator."""
    return any(
        (isinstance(ref, Coroutine) and ref.generator)
        or (isinstance(ref, Instance) and ref.type.startswith("itertools."))
        for ref in value.alternatives
    )


def _changed(ev: Evaluator, frame: Frame, node: ir.Node, name: str, change: StateChange | None) -> None:
    if frame.step is not None:
        ev.facts.filled_by_steps.add(name)
    elif frame.function is not None:
        change = change or StateChange(is_guarded=False)
        row = CACHE_CHANGE if change.is_guarded else COUNT_CHANGE if change.accumulates else STATE_CHANGE
        own_effect(frame, node, TOP, row, name)


def _changes(ev: Evaluator, module: ir.Module) -> Changes:
    found = ev.state.changes.get(module)
    if found is None:
        set_up = _import_time(ev, module).functions
        found = ev.state.changes[module] = changes_of_module(ev.semantics.method_facts, module, set_up)
    return found


def _of_class(ev: Evaluator, ref: ClassRef, set_up: frozenset[str]) -> MemberChanges:
    found = ev.state.class_changes.get((ref.class_, set_up))
    if found is None:
        makers = ev.semantics.makers | set_up
        found = changes_of_class(ev.semantics.method_facts, ref.class_, makers)
        ev.state.class_changes[ref.class_, set_up] = found
    return found


def _import_time(ev: Evaluator, module: ir.Module) -> ImportTime:
    found = ev.state.import_times.get(module)
    if found is None:
        found = ev.state.import_times[module] = ImportTime(module)
    return found


def _stays(ev: Evaluator, value: Value, change: StateChange) -> bool:
    """Return whether what is read is set once, as at the start of the process."""
    return not change.is_guarded and not _may_hold_state(ev, value)


def keeps_data(ev: Evaluator, module: ir.Module, name: str) -> bool:
    """Return whether a variable of a module, or an attribute of what it holds, may keep data: more than clients and the like."""
    root, *attributes = name.split(".")
    value = ev.globals_of(module).names.get(root, TOP)
    for each in attributes:
        only = value.only
        value = only.attributes.get(each, TOP) if isinstance(only, Object) else TOP
    return not value.always(lambda ref: _keeps_none(ev, ref))


def _keeps_none(ev: Evaluator, ref: Ref) -> bool:
    """Return whether something keeps no data that code puts into it: a client, a class, a collection of such."""
    match ref:
        case Collection() if ref.kind is not ir.ContainerKind.TUPLE:
            held = ref.elements()
            return bool(held) and all(
                each.always(lambda inner: not isinstance(inner, Collection) and _keeps_none(ev, inner))
                for each in held
            )
        case Object():
            return True  # its attributes are told by themselves
        case Const():
            return ref.value is None
        case Instance():
            facts = ev.semantics.type_facts(ref.type)
            return not (facts.is_stateful or facts.is_immutable)
        case _:
            return _is_definition(ref)


def _may_hold_state(ev: Evaluator, value: Value) -> bool:
    for ref in value.alternatives:
        if isinstance(ref, Collection) and ref.kind is not ir.ContainerKind.TUPLE:
            return True
        if isinstance(ref, Coroutine) and ref.generator:
            return True
        # What is `None` at first is made when it is needed, a client say, and then stays.
        if isinstance(ref, Const) and ref.value is None:
            continue
        if isinstance(ref, Const) or (
            isinstance(ref, Instance) and ev.semantics.type_facts(ref.type).is_stateful
        ):
            return True
    return False
