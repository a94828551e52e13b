"""Models and dataclasses turned into plain data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from wflint.domain.alternatives import ClassRef, Collection, External, Object, instance
from wflint.domain.values import TOP, Arguments, Const, Ref, Value
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.frame import Frame
from wflint.interpreter.semantics.python.classes import base_classes, class_env, is_model
from wflint.ir import nodes as ir


def data_method(ev: Evaluator, ref: Object, name: str, arguments: Arguments) -> Value | None:
    """Return the result of a method that models and named tuples inherit; `None` for all others."""
    validates = is_model(ref.class_)
    if name == "_asdict" or (validates and name in ("model_dump", "dict")):
        mode = arguments.get(None, "mode")
        as_json = mode is not None and mode.value.constant != Const("python", "str")
        partly = arguments.rest is not None or not arguments.keywords.keys() <= {"mode"}
        return Value((dump_fields(ev, ref, as_json=as_json, partly=partly),))
    if validates and name in ("model_copy", "copy"):
        return Value((ref,))
    if validates and name in ("model_dump_json", "json"):
        return instance("builtins.str")
    return None


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
