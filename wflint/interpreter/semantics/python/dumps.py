"""Models and dataclasses turned into plain data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from wflint.domain.alternatives import ClassRef, Collection, Decoded, External, Object, instance
from wflint.domain.values import TOP, Arguments, Const, Ref, Value
from wflint.interpreter.classes import base_classes, class_env, class_member
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.frame import Frame
from wflint.interpreter.semantics.python.classes import annotated_fields, is_model
from wflint.ir import nodes as ir


def data_method(ev: Evaluator, ref: Object, name: str, arguments: Arguments) -> Value | None:
    """Return the result of a method that models and named tuples inherit; `None` for all others."""
    validates = is_model(ref.class_)
    if name == "_asdict":
        return Value((dump_fields(ev, ref),))
    if validates and name in ("model_dump", "dict"):
        return Value((_dumped_model(ev, ref, arguments),))
    if validates and name in ("model_copy", "copy"):
        return Value((ref,))
    if validates and name in ("model_dump_json", "json"):
        return instance("builtins.str")
    return None


def dumped(ev: Evaluator, value: Value, arguments: Arguments) -> Value:
    """Return what `TypeAdapter(...).dump_python(value)` gives."""
    if _gives_json(arguments):
        return Value((Decoded(),))
    return _dumped_value(ev, value)


def _gives_json(arguments: Arguments) -> bool:
    """Return whether a dump is made JSON of, or may be."""
    mode = arguments.get(None, "mode")
    is_json = mode is not None and mode.value.constant != Const("python", "str")
    return is_json or arguments.rest is not None or arguments.get(None, "fallback") is not None


def _dumped_model(ev: Evaluator, ref: Object, arguments: Arguments) -> Collection:
    """Return the dictionary that a model is turned into, as far as the options leave its fields in."""
    if _gives_json(arguments):
        return dump_fields(ev, ref, as_json=True, partly=arguments.rest is not None)
    made = dump_fields(ev, ref)
    chosen, left_out = _names(arguments, "include"), _names(arguments, "exclude")
    if chosen is None or left_out is None:
        return dump_fields(ev, ref, partly=True)
    drops = [name for name in _DROPPING if _may_be_true(arguments, name)]
    kept = {
        name: TOP if any(_may_be_dropped(ev, ref, str(name), option) for option in drops) else value
        for name, value in made.items.items()
        if name not in left_out and (not chosen or name in chosen)
    }
    return replace(made, items=kept, rest=made.rest if kept or made.rest is not None else TOP)


_DROPPING = ("exclude_none", "exclude_unset", "exclude_defaults")


def _names(arguments: Arguments, option: str) -> set[object] | None:
    """Return the fields that an option names; `None` where they are not known."""
    actual = arguments.get(None, option)
    if actual is None or actual.value.constant == Const(None, "NoneType"):
        return set()
    only = actual.value.only
    if not isinstance(only, Collection) or only.rest is not None or only.kind is ir.ContainerKind.DICT:
        return None
    found = [value.constant for value in only.items.values()]
    return {each.value for each in found if each is not None} if all(found) else None


def _may_be_true(arguments: Arguments, option: str) -> bool:
    actual = arguments.get(None, option)
    return actual is not None and actual.value.constant != Const(value=False, type="bool")


def _may_be_dropped(ev: Evaluator, ref: Object, name: str, option: str) -> bool:
    """Return whether a dump leaves a field out if it is `None`, or if nobody has set it."""
    annotation = annotated_fields(ref.class_).get(name)
    if option == "exclude_none":
        return annotation is None or _is_optional(annotation)
    return class_member(ev, ref.class_, name) is not None


def _is_optional(annotation: ir.Expr) -> bool:
    match annotation:
        case ir.Literal(value=None):
            return True
        case ir.Operation(op="|", operands=operands):
            return any(map(_is_optional, operands))
        case ir.Subscript(value=ir.Name(id=name) | ir.Attribute(attr=name), index=index):
            if name in ("Union", "Annotated"):
                parts = index.items if isinstance(index, ir.Container) else (index,)
                return any(map(_is_optional, parts))
            return name == "Optional"
        case ir.Name(id=name) | ir.Attribute(attr=name):
            return name == "Any"
        case _:
            return False


def tuple_of(ev: Evaluator, ref: Object) -> Collection:
    """Return the tuple that a dataclass is turned into."""
    values = dump_fields(ev, ref)
    return Collection(ir.ContainerKind.TUPLE, dict(enumerate(values.items.values())), values.rest, ref.step)


def dump_fields(ev: Evaluator, ref: Object, *, as_json: bool = False, partly: bool = False) -> Collection:
    """Return the dictionary that a dataclass or model is turned into.

    Args:
        ev: The evaluator.
        ref: The object.
        as_json: Whether its values are made JSON as well.
        partly: Whether fields may be left out, so that which of them are there is not known.
    """
    items: dict[object, Value] = {}
    unsure = _serialized_fields(ev, ref.class_) if is_model(ref.class_) else frozenset[str]()
    for name, held in ref.attributes.items():
        known = not (as_json or partly or "*" in unsure or name in unsure)
        items[name] = _dumped_value(ev, held) if known else TOP
    rest = TOP if partly or not items else None
    return Collection(ir.ContainerKind.DICT, items, rest, step=ref.step)


def _dumped_value(ev: Evaluator, value: Value) -> Value:
    alternatives: list[Ref] = []
    for ref in value.alternatives:
        match ref:
            case Object():
                alternatives.append(dump_fields(ev, ref))
            case Collection():
                items = {key: _dumped_value(ev, item) for key, item in ref.items.items()}
                rest = _dumped_value(ev, ref.rest) if ref.rest is not None else None
                alternatives.append(replace(ref, items=items, rest=rest))
            case _:
                alternatives.append(ref)
    return value.of_alternatives(alternatives)


def _serialized_fields(ev: Evaluator, ref: ClassRef) -> frozenset[str]:
    """Return the fields that a model's own serializers convert; `*` means all."""
    found: set[str] = set()
    for each in base_classes(ref):
        if not isinstance(each, ClassRef):
            continue
        for statement in each.class_.body.block.statements:
            match statement:
                case ir.Define():
                    for decorator in statement.function.decorators:
                        found.update(_serializer_fields(decorator, _class_called(ev, each, decorator)))
                case ir.DefineClass() if "use_enum_values" in statement.class_.body.binds:
                    found.add("*")
                case ir.Assign(targets=(ir.Name(id="model_config"), *_)) if _converts(statement.value):
                    found.add("*")
                case ir.Assign(annotation=ir.Expr() as annotation, targets=(ir.Name(id=name), *_)):
                    if _is_serialized(ev, each, annotation) or _keyword(statement.value, "exclude"):
                        found.add(name)
                case _:
                    pass
    return frozenset(found)


def _class_called(ev: Evaluator, ref: ClassRef, node: ir.Expr) -> str:
    """Return the qualified name that an expression of a class's body names or calls."""
    callee = node.func if isinstance(node, ir.Call) else node
    only = ev.evaluate(Frame(class_env(ev, ref), (), []), callee).only
    return only.name if isinstance(only, External) else ""


def _is_serialized(ev: Evaluator, ref: ClassRef, annotation: ir.Expr) -> bool:
    """Return whether a field's annotation holds a serializer."""
    match annotation:
        case ir.Subscript():
            return _is_serialized(ev, ref, annotation.index)
        case ir.Container():
            return any(_is_serialized(ev, ref, item) for item in annotation.items)
        case ir.Call():
            return _class_called(ev, ref, annotation).endswith("Serializer")
        case _:
            return False


def _serializer_fields(decorator: ir.Expr, called: str) -> Iterator[str]:
    """Return the fields that a method with this decorator serializes."""
    name = called.rpartition(".")[2]
    if name == "model_serializer":
        yield "*"
    if isinstance(decorator, ir.Call) and name == "field_serializer":
        for argument in decorator.args:
            if isinstance(argument.value, ir.Literal) and argument.keyword is None:
                yield str(argument.value.value)


def _converts(config: ir.Expr | None) -> bool:
    """Return whether a model's settings replace its enums by their values."""
    if isinstance(config, ir.Container):
        return any(isinstance(key, ir.Literal) and key.value == "use_enum_values" for key in config.keys)
    return _keyword(config, "use_enum_values")


def _keyword(node: ir.Expr | None, name: str) -> bool:
    return isinstance(node, ir.Call) and any(argument.keyword == name for argument in node.args)
