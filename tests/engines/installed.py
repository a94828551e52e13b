"""What installed SDKs are like: objects by their qualified names, and what functions take."""

from __future__ import annotations

import importlib
import inspect
import re
import typing
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from wflint.engines import Profile

POSITIONAL = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
KEYWORD = (inspect.Parameter.KEYWORD_ONLY,)


def need(profile: Profile) -> None:
    """Skip the test where the engine's SDK is not installed, as earlier ones never are."""
    if profile.engine.supersedes:
        pytest.skip("an earlier SDK is not installed")
    if profile.engine.language != "Python":
        pytest.skip("the SDK is for another language")
    for name in profile.engine.imports:
        pytest.importorskip(name)


def found(qualname: str) -> Any:
    """The object of a qualified name."""
    parts = qualname.split(".")
    for place in range(len(parts) - 1, 0, -1):
        try:
            value: Any = importlib.import_module(".".join(parts[:place]))
        except ImportError:
            continue
        for part in parts[place:]:
            value = getattr(value, part)
        return value
    raise LookupError(qualname)


def parameters(function: Any, kinds: tuple[Any, ...]) -> list[str]:
    """Names of a function's parameters of some kinds, `self` left out."""
    listed = inspect.signature(function).parameters.values()
    return [each.name for each in listed if each.kind in kinds and each.name != "self"]


def members(class_: type[Any]) -> set[str]:
    """What objects of a class have, as far as the class says it."""
    said = set(dir(class_)).union(*(vars(base).get("__annotations__", ()) for base in class_.__mro__))
    return {name for name in said | set(_assigned(class_)) if not name.startswith("_")}


def attribute(class_: type[Any], path: str) -> Any:
    """The attribute at a path in an object of a class, or its class where only objects have it.

    Raises:
        LookupError: There is none, or its class is not said.
    """
    name, _, rest = path.partition(".")
    value = getattr(class_, name, None) or _hinted(class_, name) or _assigned(class_).get(name)
    if value is None:
        raise LookupError(f"{class_.__name__}.{name}")
    if isinstance(value, property):
        value = typing.get_type_hints(value.fget)["return"]
    return attribute(value, rest) if rest else value


def _hinted(class_: type[Any], name: str) -> Any:
    if not any(name in vars(base).get("__annotations__", ()) for base in class_.__mro__):
        return None
    return typing.get_type_hints(class_)[name]


def _assigned(class_: type[Any]) -> dict[str, Any]:
    """What its `__init__` gives to an object, with the class where a call of that makes it."""
    try:
        source = inspect.getsource(class_.__init__)
    except (OSError, TypeError):
        return {}
    module = importlib.import_module(class_.__module__)
    made = re.findall(r"^\s*self\.(\w+)(?:\s*:[^=\n]+)?\s*=(?!=)\s*([\w.]*)", source, re.MULTILINE)
    return {name: getattr(module, text.partition(".")[0], None) for name, text in made}
