"""Three classes of fixes: what each fix asks of those who deploy it."""

from __future__ import annotations

import pytest

from wflint.findings import Applicability, Fix, FixClass, InFlight


@pytest.mark.parametrize(
    ("applicability", "in_flight", "fix_class"),
    [
        (Applicability.SAFE, InFlight.KEEPS, FixClass.SAFE),
        (Applicability.SAFE, InFlight.BREAKS, FixClass.DRAIN),
        (Applicability.UNSAFE, InFlight.KEEPS, FixClass.UNSAFE),
        (Applicability.UNSAFE, InFlight.BREAKS, FixClass.UNSAFE),
    ],
)
def test_a_class_follows_from_two_facts(
    applicability: Applicability, in_flight: InFlight, fix_class: FixClass
) -> None:
    fix = Fix("do it", applicability, in_flight, ())
    trusted = Fix("do it", applicability, in_flight, (), counts_as_safe=True)

    assert fix.fix_class is fix_class
    assert trusted.fix_class is FixClass.SAFE
