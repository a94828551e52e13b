"""What each durable-execution SDK looks like, as data."""

from __future__ import annotations

from wflint.engines.handlers import HandlerPattern
from wflint.engines.load import load_profiles
from wflint.engines.profile import Profile
from wflint.engines.replay import Passes
from wflint.engines.steps import Color, RecordedFunction, StepKind, StepMethod

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
