"""The rules: one module or package a rule, each with its documentation, its metadata and one `check`."""

from wflint.rules._registry import Check, RegisteredRule, all_rules, find_rule
from wflint.rules.api import Draft, FixDraft, Note, Rule

__all__ = [
    "Check",
    "Draft",
    "FixDraft",
    "Note",
    "RegisteredRule",
    "Rule",
    "all_rules",
    "find_rule",
]
