"""Expressions that are both evaluated by Python and interpreted, so that what is said of a value is held to the value."""

from __future__ import annotations

import inspect
import re
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

from interpreted import Run

from wflint.domain.alternatives import ClassRef
from wflint.domain.values import Value

DEFINITIONS = """
import base64, collections, dataclasses, datetime, decimal, enum, fractions, functools, pathlib, threading, uuid
from typing import NamedTuple, TypedDict

class Plain: pass
class Mode(enum.Enum):
    FAST = "fast"
class Word(str, enum.Enum):
    FAST = "fast"
class Level(enum.IntEnum):
    HIGH = 1
class Point(NamedTuple):
    x: object
    y: object
class Filled(TypedDict):
    x: object
@dataclasses.dataclass
class Order:
    total: int = 1
@dataclasses.dataclass
class Dated:
    day: datetime.date = datetime.date(2030, 1, 1)
class Mapping(dict): pass
class Failed(ValueError): pass
def function(): return 1
def inner():
    def local(): return 1
    return local
def numbers(): yield 1
async def later(): return 1
"""
_NAME = "app"
_TO_IMPORT = re.compile(r"<([\w.]+)>")


class BothWays:
    """One module, run by Python and by the interpreter."""

    def __init__(self) -> None:
        self.run = Run(DEFINITIONS)
        self.module = ModuleType(_NAME)
        sys.modules[_NAME] = self.module
        exec(DEFINITIONS, self.module.__dict__)  # noqa: S102 - the text stands above
        self.module.__dict__[_NAME] = self.module

    @contextmanager
    def real(self, text: str) -> Iterator[object]:
        """Give what an expression is in Python."""
        value = eval(text, self.module.__dict__)  # noqa: S307 - the texts are those of the tests
        yield value
        if inspect.iscoroutine(value):
            value.close()

    def abstract(self, text: str) -> Value:
        """Return what the interpreter says that an expression may be."""
        return self.run.evaluate(text)

    def bases(self, ref: ClassRef) -> list[str]:
        """Return the external bases of a class."""
        return self.run.interpreter.semantics.external_bases(ref)

    def applied(self, template: str, value: object) -> object:
        """Return what a template for `{}` makes of a value."""
        source = _TO_IMPORT.sub(r"\1", template).format("subject")
        with warnings.catch_warnings():
            return eval(source, {**self.module.__dict__, "subject": value})  # noqa: S307 - as above
