"""Kinds of values that TOML has no type for."""

from __future__ import annotations

import enum
import re
import sys
from collections.abc import Mapping
from typing import Final, NamedTuple

from wflint.record import record


class Platform(enum.Enum):
    """Where handlers are served, as far as it decides how long a request may take."""

    VERCEL_HOBBY = "vercel-hobby"
    VERCEL_PRO = "vercel-pro"
    VERCEL_ENTERPRISE = "vercel-enterprise"

    @property
    def seconds(self) -> int:
        """Return the longest that a function may be set to run (Vercel's page on the limits of functions, December 2025)."""
        return 300 if self is Platform.VERCEL_HOBBY else 800


class PythonVersion(NamedTuple):
    """A version of Python, written `"3.12"`."""

    major: int
    minor: int

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}"

    @classmethod
    def from_text(cls, text: str) -> PythonVersion | None:
        """Return the version that a text means; `None` if it means none."""
        match = re.match(_PYTHON_PATTERN, text)
        return cls(3, int(match[1])) if match else None

    @staticmethod
    def words() -> str:
        """Describe such a text."""
        return 'a version of Python, "3.12"'

    @staticmethod
    def pattern() -> str:
        """Return what such texts match."""
        return _PYTHON_PATTERN


_PYTHON_PATTERN: Final = r"^3\.(0|[1-9][0-9]?)$"


def running_python() -> PythonVersion:
    """Return the version of Python that runs wflint."""
    return PythonVersion(*sys.version_info[:2])


class Off(enum.Enum):
    """Stands where a level would, and turns a rule off."""

    OFF = "off"


@record
class StepWrapper:
    """A function that runs a step for its caller.

    Attributes:
        parameters: Names of its parameters, in order.
        context: The one that takes the context; the first one if empty.
        name: The one that takes the step's name; none if empty.
        function: The one that takes the step function.
        duration: The one that takes how long to sleep.
        moment: The one that takes until when to sleep.
        body: The one that takes what is sent.
        method: The context's method that it calls.
    """

    parameters: tuple[str, ...]
    context: str = ""
    name: str = ""
    function: str = ""
    duration: str = ""
    moment: str = ""
    body: str = ""
    method: str = "run"

    @property
    def roles(self) -> Mapping[str, str]:
        """Return which parameter takes what, by the keys that say so; empty where none does."""
        return {
            "context": self.context,
            "name": self.name,
            "function": self.function,
            "duration": self.duration,
            "moment": self.moment,
            "body": self.body,
        }
