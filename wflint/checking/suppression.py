"""Ignore comments applied to findings: what they silence, and what is wrong with them."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from wflint.checking.fixes import Fixes
from wflint.files.ignores import Ignore, Ignores, Malformed, RuleEntry, find_ignores, matching, removal
from wflint.files.text import SourceText
from wflint.findings import (
    Applicability,
    Edit,
    Finding,
    Fix,
    HiddenBy,
    InFlight,
    Label,
    Role,
    Span,
    Suppression,
)
from wflint.languages import language_of
from wflint.record import record
from wflint.rules import RegisteredRule, all_rules, find_rule

_CLEAR = 0.9
"""How close to a rule's name a misspelt one has to be, from 0 to 1, so that there is no doubt."""


@record
class BesideComments:
    """Findings with regard to ignore comments.

    Attributes:
        kept: What no comment silences, and what is wrong with the comments.
        suppressed: What comments silence.
    """

    kept: tuple[Finding, ...]
    suppressed: tuple[Finding, ...]


def apply_suppressions(
    findings: Iterable[Finding],
    sources: Iterable[SourceText],
    rules: Sequence[RegisteredRule],
    fixes: Fixes,
    *,
    require_reason: bool = False,
) -> BesideComments:
    """Tell what ignore comments silence from what they do not, and add what is wrong with the comments.

    Args:
        findings: What was found.
        sources: The files whose ignore comments count.
        rules: The rules that ran; ignores of others are not judged.
        fixes: Takes the fixes of what is wrong with the comments.
        require_reason: Whether an ignore comment without a reason is wrong.
    """
    texts = {source.path: source for source in sources}
    comments = {
        path: find_ignores(source, language_of(path).comments)
        for path, source in texts.items()
        if "wflint" in source.text
    }
    active = {rule.name: rule for rule in rules}
    judge = _Judge(active, fixes)
    wrong = (judge.wrong(ignores, require_reason=require_reason) for ignores in comments.values())
    used: set[RuleEntry] = set()
    kept: list[Finding] = []
    suppressed: list[Finding] = []
    for finding in chain(findings, *wrong):
        found = _matching(finding, texts, comments)
        if found is None:
            kept.append(finding)
            continue
        comment, entry = found
        used.add(entry)
        suppression = Suppression(HiddenBy.COMMENT, comment.reason, comment.span)
        suppressed.append(replace(finding, suppression=suppression, fix_id=None))
    for path, ignores in comments.items():
        unused = judge.unused(texts[path], ignores, used)
        kept += [finding for finding in unused if _matching(finding, texts, comments) is None]
    return BesideComments(tuple(kept), tuple(suppressed))


def _matching(
    finding: Finding, texts: dict[str, SourceText], comments: dict[str, Ignores]
) -> tuple[Ignore, RuleEntry] | None:
    ignores = comments.get(finding.span.path)
    if ignores is None:
        return None
    line = texts[finding.span.path].line_of(finding.span.start)
    return matching(ignores, finding.code, finding.name, line)


@record
class _Judge:
    """Says what is wrong with ignore comments.

    Attributes:
        active: The rules that ran, by name.
        fixes: Takes the fixes.
    """

    active: Mapping[str, RegisteredRule]
    fixes: Fixes

    def wrong(self, ignores: Ignores, *, require_reason: bool) -> Iterator[Finding]:
        """Yield what is wrong with comments whatever they silence."""
        if rule := self.active.get("malformed-ignore"):
            for each in ignores.malformed:
                yield self._finding(rule, each.span, each.message, "no ignore comment", "", _repair(each))
            if require_reason:
                yield from (self._reasonless(rule, each) for each in ignores.comments if not each.reason)
        if rule := self.active.get("unknown-ignore"):
            entries = (entry for comment in ignores.comments for entry in comment.rules)
            yield from (self._unknown(rule, entry) for entry in entries if find_rule(entry.text) is None)

    def unused(self, source: SourceText, ignores: Ignores, used: set[RuleEntry]) -> Iterator[Finding]:
        """Comments that silence nothing."""
        rule = self.active.get("unused-ignore")
        if rule is None:
            return
        for comment in ignores.comments:
            known = [(entry, find_rule(entry.text)) for entry in comment.rules]
            unused = [
                entry for entry, each in known if each and each.name in self.active and entry not in used
            ]
            if unused:
                yield self._unused(rule, source, comment, unused)

    def _unknown(self, rule: RegisteredRule, entry: RuleEntry) -> Finding:
        names, codes = [each.name for each in all_rules()], [each.code for each in all_rules()]
        close = difflib.get_close_matches(entry.text, [*names, *codes], n=1)
        help_ = f"did you mean `{close[0]}`?" if close else "`wflint rule --list` lists the rules"
        fix = None
        # Codes differ in a digit only, so a wrong one may mean any of them.
        spelled = entry.text.lower().replace("_", "-")
        if clear := difflib.get_close_matches(spelled, names, n=1, cutoff=_CLEAR):
            fix = _edit_of_comment(f"name the rule `{clear[0]}`", Edit(entry.span, clear[0]))
        message = f"There is no rule `{entry.text}`, so this ignores nothing"
        return self._finding(rule, entry.span, message, "unknown", help_, fix)

    def _reasonless(self, rule: RegisteredRule, comment: Ignore) -> Finding:
        help_ = "say why after the brackets, `# wflint: ignore[rule-name] reason`, as `require-reason` asks"
        return self._finding(rule, comment.span, "This ignore comment has no reason", "no reason", help_)

    def _unused(
        self, rule: RegisteredRule, source: SourceText, comment: Ignore, unused: list[RuleEntry]
    ) -> Finding:
        whole = len(unused) == len(comment.rules)
        span = comment.span if whole else unused[0].span
        listed = ", ".join(f"`{entry.text}`" for entry in unused)
        message = f"No finding of {listed} is silenced here"
        what = "remove the ignore comment" if whole else f"remove {listed} from the ignore comment"
        fix = _edit_of_comment(what, removal(source, comment, unused))
        return self._finding(rule, span, message, "silences nothing", "remove it", fix)

    def _finding(
        self, rule: RegisteredRule, span: Span, message: str, label: str, help_: str, fix: Fix | None = None
    ) -> Finding:
        return Finding(
            rule.code,
            rule.name,
            rule.rule.level,
            message,
            Label(span, label, Role.PRIMARY),
            (),
            help_,
            rule.url,
            fix_id=self.fixes.add(fix) if fix is not None else None,
        )


def _repair(malformed: Malformed) -> Fix | None:
    """Return what makes an ignore comment of it, where the rules that it means are known ones."""
    if malformed.repair is None or not all(map(find_rule, malformed.names)):
        return None
    return _edit_of_comment("write it as an ignore comment", malformed.repair)


def _edit_of_comment(message: str, edit: Edit) -> Fix:
    return Fix(message, Applicability.SAFE, InFlight.KEEPS, (edit,))
