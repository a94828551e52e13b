from __future__ import annotations

from report_building import ORDERS, finding, fix_inserting, primary, report, source, span

from wflint.findings import Applicability, Finding, Level
from wflint.report.summary import summary

SOURCES = source(ORDERS)


def made(level: Level = Level.ERROR, applicability: Applicability | None = None) -> Finding:
    where = span(SOURCES, "uuid.uuid4()")
    fix = fix_inserting(where, "", applicability=applicability) if applicability else None
    return finding(primary(where), level=level, fix=fix)


def test_levels_are_counted_from_the_worst() -> None:
    found = (made(Level.INFO), made(Level.ERROR), made(Level.WARNING), made(Level.ERROR))
    assert summary(report(*found, sources=SOURCES, files=14, handlers=3, steps=11)) == (
        "Found 2 errors, 1 warning, 1 info in 14 files (3 handlers, 11 steps)."
    )


def test_safe_fixes() -> None:
    found = (made(applicability=Applicability.SAFE), made())
    assert summary(report(*found, sources=SOURCES)).endswith(" `wflint fix` may fix 1.")


def test_unsafe_fixes() -> None:
    found = (made(applicability=Applicability.UNSAFE), made())
    assert summary(report(*found, sources=SOURCES)).endswith(" `wflint fix --unsafe` may fix 1.")


def test_safe_and_unsafe_fixes() -> None:
    found = (made(applicability=Applicability.UNSAFE), *[made(applicability=Applicability.SAFE)] * 4)
    assert summary(report(*found, sources=SOURCES)).endswith(
        " `wflint fix` may fix 4, with `--unsafe` 1 more."
    )


def test_no_findings() -> None:
    assert summary(report(sources={}, files=14, handlers=3, steps=11)) == (
        "No findings in 14 files (3 handlers, 11 steps)."
    )


def test_no_handlers() -> None:
    assert (
        summary(report(sources={}, files=14, handlers=0, steps=0)) == "No findings in 14 files (no handlers)."
    )


def test_no_files() -> None:
    assert (
        summary(report(sources={}, files=0, handlers=0, steps=0)) == "No findings in 0 files (no handlers)."
    )


def test_findings_without_python_files() -> None:
    assert summary(report(made(), sources=SOURCES, files=0, handlers=0, steps=0)) == (
        "Found 1 error in 0 files (no handlers)."
    )


def test_hidden_findings_are_mentioned() -> None:
    hidden = {"WF206": 2, "WF610": 1}
    assert summary(report(sources={}, below_min_level=hidden)).endswith(
        "). 3 findings below the minimum level are hidden (`--min-level info` shows them)."
    )
    assert summary(report(sources={}, below_min_level={"WF206": 1})).endswith(
        " 1 finding below the minimum level is hidden (`--min-level info` shows them)."
    )
