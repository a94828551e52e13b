"""What each durable-execution SDK looks like, as data."""

from __future__ import annotations

from wflint.engines.load import load_profiles
from wflint.engines.profile import (
    Color,
    HandlerPattern,
    Profile,
    RecordedFunction,
    StepKind,
    StepMethod,
)
from wflint.engines.replay import Passes

__all__ = [
    "Color",
    "HandlerPattern",
    "Passes",
    "Profile",
    "RecordedFunction",
    "StepKind",
    "StepMethod",
    "load_profiles",
]
