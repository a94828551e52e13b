from __future__ import annotations

import pytest
from report_building import ORDERS, finding, fix_inserting, primary, report, source, span

from wflint.findings import Applicability, Finding, InFlight, Level
from wflint.report.summary import summary

SOURCES = source(ORDERS)


def made(
    level: Level = Level.ERROR,
    applicability: Applicability | None = None,
    in_flight: InFlight = InFlight.KEEPS,
) -> Finding:
    where = span(SOURCES, "uuid.uuid4()")
    fix = (
        fix_inserting(where, "", applicability=applicability, in_flight=in_flight) if applicability else None
    )
    return finding(primary(where), level=level, fix=fix)


def test_levels_are_counted_from_the_worst() -> None:
    found = (made(Level.INFO), made(Level.ERROR), made(Level.WARNING), made(Level.ERROR))
    assert summary(report(*found, sources=SOURCES, files=14, handlers=3, steps=11)) == (
        "Found 2 errors, 1 warning and 1 info in 1 of 14 files (3 handlers, 11 steps)."
    )


def test_safe_fixes() -> None:
    found = (made(applicability=Applicability.SAFE), made())
    assert summary(report(*found, sources=SOURCES)).endswith(" `wflint fix` can fix 1.")


def test_unsafe_fixes() -> None:
    found = (made(applicability=Applicability.UNSAFE), made())
    assert summary(report(*found, sources=SOURCES)).endswith(" `wflint fix --unsafe` can fix 1.")


def test_safe_and_unsafe_fixes() -> None:
    found = (made(applicability=Applicability.UNSAFE), *[made(applicability=Applicability.SAFE)] * 4)
    assert summary(report(*found, sources=SOURCES)).endswith(
        " `wflint fix` can fix 4; with `--unsafe`, 1 more."
    )


def test_fixes_of_infos_need_the_option_that_shows_them() -> None:
    found = [made(level=level, applicability=Applicability.SAFE) for level in (Level.ERROR, Level.INFO)]
    assert summary(report(*found, sources=SOURCES)).endswith(" `wflint fix --min-level info` can fix 2.")


@pytest.mark.parametrize(
    ("safe", "drain", "unsafe", "said"),
    [
        (0, 1, 0, "`wflint fix` can fix 1, which needs running workflows drained."),
        (0, 2, 0, "`wflint fix` can fix 2, which need running workflows drained."),
        (
            7,
            6,
            0,
            "`wflint fix` can fix 13: 7 safe, 6 that need running workflows drained (`--safe-only` leaves those out).",
        ),
        (
            1,
            1,
            2,
            (
                "`wflint fix` can fix 2: 1 safe, 1 that needs running workflows drained (`--safe-only` leaves it out);"
                " with `--unsafe`, 2 more."
            ),
        ),
    ],
)
def test_fixes_of_several_classes(safe: int, drain: int, unsafe: int, said: str) -> None:
    found = [
        *[made(applicability=Applicability.SAFE)] * safe,
        *[made(applicability=Applicability.SAFE, in_flight=InFlight.BREAKS)] * drain,
        *[made(applicability=Applicability.UNSAFE)] * unsafe,
    ]
    assert summary(report(*found, sources=SOURCES)).endswith(f" {said}")


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
