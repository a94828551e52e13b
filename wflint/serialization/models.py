"""Which pydantic models come back from their own JSON as they were."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Final

from wflint.domain.alternatives import ClassRef, Collection, Decoded, EnumMember, Instance, Object, Payload
from wflint.domain.awaited import StepResult
from wflint.domain.values import Const, Ref, Value
from wflint.ir import nodes as ir
from wflint.ir.walk import walk
from wflint.serialization.json_check import BaseClasses
from wflint.serialization.type_facts import is_model_base

_MAX_DEPTH: Final = 4
_REMAKING: Final = frozenset(
    {
        "__init__", "__new__", "__get_pydantic_core_schema__", "__private_attributes__", "model_post_init", "model_dump",
        "model_validate", "dict", "parse_obj",
    }
)  # fmt: skip
"""What a model defines that takes part when it is turned into data, or made of it."""
_CONVERTING: Final = ("serializer", "validator", "encoder")
"""Ends of the names of decorators and annotations that change data on the way: `field_serializer`, `BeforeValidator`."""
_RENAMED: Final = frozenset(
    {"alias", "validation_alias", "serialization_alias", "exclude", "init", "discriminator"}
)
"""Options of a field that is left out of the data, or has another name there."""
_HARMLESS: Final = frozenset(
    {
        "arbitrary_types_allowed", "extra", "from_attributes", "frozen", "json_schema_extra", "populate_by_name",
        "protected_namespaces", "revalidate_instances", "title", "use_enum_values", "validate_assignment",
        "validate_default",
    }
)  # fmt: skip
"""Options of a model with which it still takes the data that it gives."""
_CONFIGURING: Final = ("model_config", "Config")
_UNREADABLE: Final = frozenset({"bytes", "bytearray", "complex", "ellipsis", "object"})
"""Built-in types that pydantic writes as text, and does not read again as what they were."""


def is_remade(ref: Object, base_classes: BaseClasses, depth: int = _MAX_DEPTH) -> bool:
    """Return whether `Model.model_validate(model.model_dump(mode="json"))` is certainly an equal model.

    Args:
        ref: The model.
        base_classes: Returns the qualified names of a class's external bases.
        depth: How far into its fields is looked.
    """
    if not depth or any(name.startswith("_") for name in ref.attributes):
        return False
    definitions = [each.class_ for each in _first_party(ref.class_)]
    is_plain = not any(_takes_part(definition) for definition in definitions)
    return is_plain and all(_is_restored(value, base_classes, depth - 1) for value in ref.attributes.values())


def _first_party(class_: ClassRef) -> Iterator[ClassRef]:
    """Yield a class and those above it that the project itself defines."""
    yield class_
    for base in class_.bases:
        for ref in base.alternatives:
            if isinstance(ref, ClassRef):
                yield from _first_party(ref)


def _takes_part(class_: ir.Class) -> bool:
    """Return whether a class says by itself how it becomes data, or is made of data, so that something may be lost."""
    return bool(_REMAKING & class_.body.binds) or any(map(_converts, class_.body.block.statements))


def _converts(statement: ir.Statement) -> bool:
    match statement:
        case ir.Define(function=ir.Function(decorators=decorators)):
            # What is computed is part of the data, but no field that takes it.
            return any(
                name.endswith((*_CONVERTING, "computed_field"))
                for each in decorators
                for name in _names(each)
            )
        case ir.Assign(targets=(ir.Name(id=name), *_), value=value) if name in _CONFIGURING:
            return not _is_harmless(value)
        case ir.DefineClass(class_=ir.Class(name=name) as inner) if name in _CONFIGURING:
            return not inner.body.binds <= _HARMLESS
        case ir.Assign(targets=(ir.Name(id=name), *_), value=value, annotation=annotation):
            return name.startswith("_") or any(map(_renames, (value, annotation)))
        case _:
            return False


def _names(node: ir.Expr) -> Iterator[str]:
    """Yield the last part of a decorator's name, in lower case."""
    match node:
        case ir.Call(func=func):
            yield from _names(func)
        case ir.Name(id=name) | ir.Attribute(attr=name):
            yield name.lower()
        case _:
            yield ""


def _is_harmless(config: ir.Expr | None) -> bool:
    """Return whether `ConfigDict(...)` or a dictionary has only options with which a model takes its own data."""
    match config:
        case ir.Call(args=args):
            return all(not each.star and each.keyword in _HARMLESS for each in args)
        case ir.Container(kind=ir.ContainerKind.DICT, keys=keys):
            return all(isinstance(key, ir.Literal) and key.value in _HARMLESS for key in keys)
        case _:
            return False


def _renames(node: ir.Expr | None) -> bool:
    """Return whether a field's default or annotation gives it another name in the data, leaves it out, or converts it."""
    for each in walk(node) if node is not None else ():
        if isinstance(each, ir.Call):
            if any(argument.star or argument.keyword in _RENAMED for argument in each.args):
                return True
            if any(name.endswith((*_CONVERTING, "schema", "relationship")) for name in _names(each.func)):
                return True
    return False


def _is_restored(value: Value, base_classes: BaseClasses, depth: int) -> bool:
    """Return whether a field's value is read again from its JSON: its type is known, and pydantic knows it."""
    return not value.is_open and all(_ref_is_restored(ref, base_classes, depth) for ref in value.alternatives)


def _ref_is_restored(ref: Ref, base_classes: BaseClasses, depth: int) -> bool:
    match ref:
        case Const():
            return ref.type not in _UNREADABLE
        case Instance():
            root, _, name = ref.type.partition(".")
            return root in sys.stdlib_module_names and name not in _UNREADABLE
        case EnumMember() | Payload() | StepResult() | Decoded():
            return True
        case Collection(type=None):
            return depth > 0 and all(
                _is_restored(value, base_classes, depth - 1) for value in dict.fromkeys(ref.elements())
            )
        case Object() if any(is_model_base(base) for base in base_classes(ref.class_)):
            return is_remade(ref, base_classes, depth)
        case _:
            return False
