"""What the docstring of a dataclass says of its fields: the one place where each key of a profile is explained."""

from __future__ import annotations

import inspect
import re
from dataclasses import fields
from typing import Any, Final, cast

_ATTRIBUTE: Final = re.compile(r"^ {4}(\w+): (.+(?:\n {8}.+)*)", re.MULTILINE)


def about(kind: type[object]) -> str:
    """What a docstring says before it comes to the fields, in one line a paragraph."""
    text = inspect.cleandoc(kind.__doc__ or "").partition("\nAttributes:\n")[0]
    return "\n\n".join(" ".join(each.split()) for each in text.strip().split("\n\n"))


def field_texts(kind: type[object]) -> dict[str, str]:
    """What a docstring says of each field, in the order of the fields; empty where it says nothing."""
    text = inspect.cleandoc(kind.__doc__ or "").partition("\nAttributes:\n")[2]
    said = {name: " ".join(lines.split()) for name, lines in _ATTRIBUTE.findall(text)}
    return {each.name: said.get(each.name, "") for each in fields(cast("Any", kind))}
