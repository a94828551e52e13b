"""Ignore comments applied to findings: what they silence, and what is wrong with them."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence

from wflint.findings import Applicability, Finding, Fix, InFlight, Label, Role, Span
from wflint.rules import RegisteredRule, all_rules, find_rule
from wflint.source.ignores import Ignore, Ignores, RuleEntry, find_ignores, matching, removal
from wflint.source.text import SourceText


def silenced(
    findings: Iterable[Finding],
    sources: Iterable[SourceText],
    rules: Sequence[RegisteredRule],
    *,
    require_reason: bool = False,
) -> list[Finding]:
    """Take out what ignore comments silence, and add what is wrong with the comments.

    Args:
        findings: What was found.
        sources: The files whose ignore comments count.
        rules: The rules that ran; ignores of others are not judged.
        require_reason: Whether an ignore comment without a reason is wrong.
    """
    texts = {source.path: source for source in sources}
    comments = {path: find_ignores(source) for path, source in texts.items() if "wflint" in source.text}
    active = {rule.name: rule for rule in rules}
    if require_reason and (rule := active.get("malformed-ignore")):
        every = [comment for ignores in comments.values() for comment in ignores.comments]
        findings = [*findings, *(_reasonless(rule, comment) for comment in every if not comment.reason)]
    used: set[RuleEntry] = set()
    kept: list[Finding] = []
    for finding in findings:
        entry = _entry(finding, texts, comments)
        if entry is None:
            kept.append(finding)
        else:
            used.add(entry)
    for path, ignores in comments.items():
        about = _about_comments(texts[path], ignores, used, active)
        kept += [finding for finding in about if _entry(finding, texts, comments) is None]
    return kept


def _entry(finding: Finding, texts: dict[str, SourceText], comments: dict[str, Ignores]) -> RuleEntry | None:
    ignores = comments.get(finding.span.path)
    if ignores is None:
        return None
    line = texts[finding.span.path].line_of(finding.span.start)
    return matching(ignores, finding.code, finding.name, line)


def _about_comments(
    source: SourceText, ignores: Ignores, used: set[RuleEntry], active: dict[str, RegisteredRule]
) -> Iterator[Finding]:
    if rule := active.get("malformed-ignore"):
        for malformed in ignores.malformed:
            yield _finding(rule, malformed.span, malformed.message, "no ignore comment", "")
    for comment in ignores.comments:
        unused: list[RuleEntry] = []
        for entry in comment.rules:
            known = find_rule(entry.text)
            if known is None:
                if rule := active.get("unknown-ignore"):
                    yield _unknown(rule, entry)
            elif known.name in active and entry not in used:
                unused.append(entry)
        if unused and (rule := active.get("unused-ignore")):
            yield _unused(rule, source, comment, unused)


def _unknown(rule: RegisteredRule, entry: RuleEntry) -> Finding:
    names = [each.name for each in all_rules()] + [each.code for each in all_rules()]
    close = difflib.get_close_matches(entry.text, names, n=1)
    help_ = f"did you mean `{close[0]}`?" if close else "`wflint rule --all` lists the rules"
    return _finding(
        rule, entry.span, f"There is no rule `{entry.text}`, so this ignores nothing", "unknown", help_
    )


def _reasonless(rule: RegisteredRule, comment: Ignore) -> Finding:
    help_ = "say why behind the brackets, `# wflint: ignore[rule-name] reason`, as `require-reason` asks"
    return _finding(rule, comment.span, "this ignore gives no reason", "no reason", help_)


def _unused(rule: RegisteredRule, source: SourceText, comment: Ignore, unused: list[RuleEntry]) -> Finding:
    whole = len(unused) == len(comment.rules)
    span = comment.span if whole else unused[0].span
    listed = ", ".join(f"`{entry.text}`" for entry in unused)
    message = f"No finding of {listed} is silenced here"
    fix = Fix(
        "remove the ignore comment" if whole else f"remove {listed} from the ignore comment",
        Applicability.SAFE,
        InFlight.KEEPS,
        (removal(source, comment, unused),),
    )
    return _finding(rule, span, message, "silences nothing", "remove it", fix)


def _finding(
    rule: RegisteredRule, span: Span, message: str, label: str, help_: str, fix: Fix | None = None
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
        fix=fix,
    )
