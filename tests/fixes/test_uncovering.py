"""A fix that takes code out of a step holds only where other fixes take care of what that code does by itself."""

from __future__ import annotations

import pytest
from fixing import fixed_text, handler

from wflint.fixes import SAFE_ONLY, FixPolicy, FixResult

_HELPER = """\
async def remind(context):
    {does}
    await context.sleep("nap", 5)

await context.run("remind", lambda: remind(context))
"""


def _fixed(does: str, policy: FixPolicy, imports: str = "") -> FixResult:
    return fixed_text(handler(_HELPER.format(does=does), imports), wanted=policy)


def _of_nested(result: FixResult) -> list[str]:
    return [each.fix.fix_class.value for each in result.applied if each.finding.code == "WF301"]


def _why(result: FixResult) -> list[str]:
    return [each.reason for each in result.remaining if each.finding.code == "WF301"]


@pytest.mark.parametrize("does", ["pass", "amount = 3 * 4", 'print("reminding")'])
def test_what_does_nothing_else_is_taken_out_safely(does: str) -> None:
    assert _of_nested(_fixed(does, SAFE_ONLY)) == ["safe"]


def test_what_has_to_go_into_a_step_of_its_own_needs_draining() -> None:
    does, imports = 'requests.post("https://mail.example/send")', "import requests\n"

    assert _of_nested(_fixed(does, FixPolicy(), imports)) == ["drain"]
    assert _why(_fixed(does, SAFE_ONLY, imports)) == [
        "runs in flight would have to be drained; `--safe-only` leaves it out"
    ]


def test_what_no_fix_takes_care_of_stays_in_its_step() -> None:
    does, imports = "threading.Thread(target=print).start()", "import threading\n"
    result = _fixed(does, FixPolicy(), imports)

    assert not result.applied
    assert _why(result)[0].startswith("the result would have another finding, WF204: ")


def test_what_only_unasked_rules_would_take_care_of_stays_in_its_step() -> None:
    text = handler(_HELPER.format(does='requests.post("https://mail.example/send")'), "import requests\n")
    result = fixed_text(text, ["nested-step"], FixPolicy())

    assert not result.applied
    assert _why(result)[0].startswith("the result would have another finding, WF201: ")
