"""What each durable-execution SDK looks like, as data."""

from __future__ import annotations

from wflint.engines.load import load_profiles
from wflint.engines.profile import Color, HandlerPattern, Passes, Profile, StepKind, StepMethod

__all__ = ["Color", "HandlerPattern", "Passes", "Profile", "StepKind", "StepMethod", "load_profiles"]
