"""What one run says that an earlier one did not, and the other way round."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import TypeVar

from tools.ecosystem.measure import Finding, Hunk, Result

Item = TypeVar("Item", Finding, Hunk)


def differences(before: Sequence[Result], after: Sequence[Result]) -> Iterator[str]:
    """Yield lines that tell what appeared, what disappeared and what changed, by repository.

    A finding is known by its file, rule, handler and the text of its line, so a line that moves is no change.
    Repositories that only one of the runs has seen are left out.
    """
    earlier = {each.repository: each for each in before}
    for new in after:
        old = earlier.get(new.repository)
        told = list(_of_repository(old, new)) if old is not None else []
        if told:
            yield f"{new.repository}"
            yield from (f"  {line}" for line in told)


def _of_repository(old: Result, new: Result) -> Iterator[str]:
    for sign, names in _changed_names(old.workflows, new.workflows):
        yield from (f"{sign} handler {name}" for name in names)
    for sign, names in _changed_names(old.failures, new.failures):
        yield from (f"{sign} failure {name}" for name in names)
    gone, come, kept = _paired(old.findings, new.findings, _finding_key)
    for sign, findings in (("-", gone), ("+", come)):
        for each in findings:
            yield f"{sign} {_said(each)}"
            yield from (f"    {line}" for line in each.around)
    for was, each in kept:
        if (was.level, was.message) != (each.level, each.message):
            yield f"~ {_said(each)}"
            yield f"    was {was.level}: {was.message}"
    removed, added, _ = _paired(old.hunks, new.hunks, _hunk_key)
    for sign, rewritten in (("-", removed), ("+", added)):
        for hunk in rewritten:
            yield f"{sign} fix in {hunk.path}:{hunk.line}"
            yield from (f"    {line}" for line in hunk.lines)


def _said(finding: Finding) -> str:
    place = f"{finding.path}:{finding.line}"
    return f"{finding.code} {finding.level} {place} in {finding.handler}: {finding.message}"


def _finding_key(finding: Finding) -> Hashable:
    return finding.path, finding.code, finding.handler, finding.text


def _hunk_key(hunk: Hunk) -> Hashable:
    return hunk.path, tuple(line for line in hunk.lines if line[:1] in {"+", "-"})


def _changed_names(old: Iterable[str], new: Iterable[str]) -> tuple[tuple[str, list[str]], ...]:
    was, now = set(old), set(new)
    return ("-", sorted(was - now)), ("+", sorted(now - was))


def _paired(
    old: Iterable[Item], new: Iterable[Item], key: Callable[[Item], Hashable]
) -> tuple[list[Item], list[Item], list[tuple[Item, Item]]]:
    """Pair equal keys in the order of the files; return what is gone, what has come, and the pairs."""
    waiting = defaultdict[Hashable, list[Item]](list)
    for each in old:
        waiting[key(each)].append(each)
    come, kept = list[Item](), list[tuple[Item, Item]]()
    for each in new:
        known = waiting[key(each)]
        if known:
            kept.append((known.pop(0), each))
        else:
            come.append(each)
    return [each for rest in waiting.values() for each in rest], come, kept
