"""Which rule finds the mistakes that engines' profiles tell the consequences of."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from wflint.rules import RegisteredRule, all_rules

_MISTAKES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "nested-step": ("nested",),
        "step-not-awaited": ("unawaited", "unawaited_last", "unawaited_only", "end_unawaited"),
        "abort-swallowed": ("swallowed", "end_swallowed"),
        "parallel-steps": (
            "together",
            "branches",
            "late",
            "race",
            "race_with_wait",
            "uneven",
            "hidden",
            "queued",
            "first",
            "beside",
            "group",
            "pool",
            "task_left",
            "task_beside",
        ),
        "resource-across-steps": ("held", "locked", "entered", "final"),
        "step-in-cleanup": ("final_step",),
        "timeout-around-step": ("cut_off",),
        "step-after-caught-failure": ("caught", "ended"),
        "no-step-reached": ("no_step",),
        "raise-before-first-step": ("raised_early",),
        "abort-raised": ("signal_raised",),
        "step-in-failure-function": ("failure_step",),
        "broken-registration": (
            "not_called",
            "called_empty",
            "above_classmethod",
            "above_staticmethod",
            "step_above_handler",
            "handler_wrapped",
            "class_unknown",
            "class_not_called",
            "object_unnamed",
            "same_name",
            "group_name",
            "made_of_builtin",
            "made_of_method",
            "made_of_unnamed",
            "directive_unseen",
            "directive_not_async",
            "declared_inside",
        ),
        "handler-kind-mismatch": ("route_inside",),
        "mutation-inside-step": ("changed",),
        "payload-changed-in-prelude": ("payload_changed",),
        "unserializable-workflow-result": ("result_unstored",),
        "thenable-step-result": ("thenable",),
        "unserializable-payload": ("argument_unstored",),
        "call-arguments": ("argument_unknown", "argument_missing", "body_object", "headers_object"),
        "detached-step-method": ("method_detached", "context_spread"),
        "not-served": ("not_served",),
        "unpicklable-exception": ("failure_unread", "failure_unstored"),
    }
)
"""Keys of `Consequences`, by the name of the rule that finds them."""

_RULES: Final = MappingProxyType({key: name for name, keys in _MISTAKES.items() for key in keys})


def rule_of_mistake(key: str) -> RegisteredRule:
    """Return the rule that finds a mistake.

    Args:
        key: The key of its consequence in a profile.
    """
    return next(rule for rule in all_rules() if rule.name == _RULES[key])
