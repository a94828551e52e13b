"""The rules: one module a rule, each with its documentation, its metadata and one `check`."""

from wflint.rules._registry import RegisteredRule, all_rules, find_rule
from wflint.rules.api import Check, Draft, FixDraft, Note, Rule

__all__ = ["Check", "Draft", "FixDraft", "Note", "RegisteredRule", "Rule", "all_rules", "find_rule"]
