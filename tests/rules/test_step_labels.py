"""What messages call a step whose name is put together while the handler runs."""

from __future__ import annotations

import pytest
from fixing import NOTHING, finding, fixed_text, handler


def _message(body: str, code: str) -> str:
    return finding(handler(body), code).message


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ('f"load-{order}"', 'a step named `f"load-{order}"`'),
        ('"load-" + order', 'a step named `f"load-{order}"`'),
        ('"load-" + str(order) + "-{}"', 'a step named `f"load-{str()}-{{}}"`'),
        ('f"{order.key}-{str(order)}"', 'a step named `f"{order.key}-{str()}"`'),
        ('f"{order[0]}-{order.strip().lower()}"', 'a step named `f"{...}-{...}"`'),
        ("order", "a step named `order`"),
        ("order.key", "a step named `order.key`"),
        ('"load" if order else "skip"', "a step of the same name"),
        (f'f"{"load-" * 12}{{order}}"', "a step of the same name"),
        ('"load"', 'a step named "load"'),
    ],
)
def test_each_round_of_a_loop_runs_a_step_whose_name_is_shown(name: str, label: str) -> None:
    body = f"for each in (1, 2):\n    await context.run({name}, lambda: each)"
    assert _message(body, "WF402") == f"Each iteration runs {label}, so nothing tells the iterations apart"


def test_a_loop_that_a_clock_ends_is_said_to_decide_about_the_step_by_its_name() -> None:
    body = 'while time.time() < order:\n    await context.run(f"poll-{order}", poll)'
    message = _message(f"import time\n{body}", "WF101")
    assert message.endswith('decides how often the step named `f"poll-{order}"` runs')


def test_a_step_that_a_helper_names_by_its_parameter_is_called_what_the_caller_gives() -> None:
    text = handler('import time\nif time.time() < order:\n    await remind(context, f"remind-{order}")')
    text += "\n\nasync def remind(context, label):\n    await context.run(label, lambda: 1)\n"
    assert finding(text, "WF101").message.endswith(
        'decides whether the step named `f"remind-{order}"` (through `remind()`) runs'
    )


def test_state_in_a_name_is_said_to_be_part_of_that_name() -> None:
    text = handler('count()\nawait context.run(f"load-{TOTAL}", lambda: order)')
    text += "\n\nTOTAL = 0\n\n\ndef count() -> None:\n    global TOTAL\n    TOTAL += 1\n"
    found = fixed_text(text, wanted=NOTHING).remaining
    messages = [each.finding.message for each in found if each.finding.code == "WF106"]
    assert any('and is part of the step name `f"load-{TOTAL}"`' in each for each in messages), messages
