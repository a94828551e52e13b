from __future__ import annotations

import re
from textwrap import dedent, indent

import pytest
from report_building import (
    ORDERS,
    expected,
    finding,
    fix_inserting,
    frame,
    orders_finding,
    primary,
    report,
    source,
    span,
    written,
)

from wflint.findings import Applicability, InFlight, Label, Level, Role, Span

ORDERS_FRAME = r"""
--- fulfil (app/orders.py:12): this handler runs again from the top on every
    delivery (QStash delivers one request for each step)

WF102 error[random-outside-step]: `uuid4()` produces a new value on every
      delivery
  --> app/orders.py:15:20
   |
15 |     order_id = str(uuid.uuid4())
   |                    ^^^^^^^^^^^^ so this is another id each time
...
18 |     await context.run("create-order", lambda: create(order_id, order))
   |                       -------------- records the order under one id
19 |     await context.run("charge", lambda: charge(order_id))
   |                       -------- and charges for another
   |
   = help: record it once:  order_id = await context.run("get-order-id", lambda:
           str(uuid.uuid4()))
   = fix:  wrap the call in a step (drain: runs in flight must end before the
           deploy)
15 -     order_id = str(uuid.uuid4())
15 +     order_id = await context.run("get-order-id", lambda: str(uuid.uuid4()))

Found 1 error in 1 file (1 handler, 2 steps). `wflint fix` can fix 1, which
needs running workflows drained.
Each rule is explained by `wflint rule CODE` and at https://example.org/rules/
"""


def test_a_frame_tells_the_story_of_the_replay() -> None:
    sources = source(ORDERS)
    assert written("full", report(orders_finding(sources), sources=sources)) == ORDERS_FRAME.lstrip("\n")


@pytest.mark.parametrize("width", [60, 80, 100, 160, 200])
def test_the_code_of_the_rule_is_in_the_first_column_at_every_width(width: int) -> None:
    sources = source(ORDERS)
    made = finding(primary(span(sources, "uuid.uuid4()")), message="what happens at run time " * 9)
    rows = written("full", report(made, sources=sources), width=width).split("\n")
    headline = rows[2 : rows.index("  --> app/orders.py:15:20")]
    assert headline[0].startswith("WF102 error[random-outside-step]: what happens")
    assert all(re.match(r" {6}\S", row) for row in headline[1:])
    assert max(map(len, rows)) <= width


def test_sentences_are_no_wider_than_120_cells_on_a_wide_terminal() -> None:
    sources = source(ORDERS)
    made = finding(primary(span(sources, "uuid.uuid4()")), message="and so on " * 40, help="and so on " * 40)
    rows = written("full", report(made, sources=sources), width=200).split("\n")
    assert 110 < max(map(len, rows)) <= 120


def test_what_a_class_of_fixes_means_is_said_once() -> None:
    sources = source(ORDERS)
    made = report(orders_finding(sources), orders_finding(sources), sources=sources)
    text = written("full", made, width=120)
    assert text.count("wrap the call in a step (drain: runs in flight must end before the deploy)") == 1
    assert text.count("wrap the call in a step (drain)") == 1


def test_a_narrow_terminal_cuts_code_and_breaks_sentences() -> None:
    sources = source(ORDERS)
    assert frame(orders_finding(sources), sources, width=40) == expected("""
          --> app/orders.py:15:20
           |
        15 |     order_id = str(uuid.uuid4())
           |                    ^^^^^^^^^^^^
           |                    so this is
           |                    another id each
           |                    time
        ...
        18 | ...xt.run("create-order", lambda...
           |           --------------
           |           records the order under
           |           one id
        19 |     await context.run("charge", ...
           |                       --------
           |       and charges for |
           |               another
           |
           = help: record it once:  order_id =
                   await
                   context.run("get-order-id",
                   lambda: str(uuid.uuid4()))
           = fix:  wrap the call in a step
                   (drain: runs in flight must
                   end before the deploy)
        15 -     order_id = str(uuid.uuid4())
        15 +     order_id = await
         : +         context.run("get-order-id",
         : +         lambda: str(uuid.uuid4()))
    """)


def test_a_terminal_is_taken_for_40_cells_wide_at_least() -> None:
    sources = source(ORDERS)
    made = report(orders_finding(sources), sources=sources)
    assert written("full", made, width=12) == written("full", made, width=40)


def test_other_outputs_are_100_cells_wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    sources = source(ORDERS)
    made = report(orders_finding(sources), sources=sources)
    assert written("full", made, width=None) == written("full", made, width=100)


def test_unicode_draws_gutters_and_corners() -> None:
    sources = source("x = pick(first, second, third)\n")
    made = finding(
        primary(span(sources, "third"), "the last one"),
        Label(span(sources, "first"), "one", Role.HANDLER),
        Label(span(sources, "second"), "two"),
    )
    assert frame(made, sources, encoding="utf-8") == expected("""
         --> app/orders.py:1:25
          │
        1 │ x = pick(first, second, third)
          │          -----  ------  ^^^^^ the last one
          │          │      ╰ two
          │          ╰ one
    """)


def test_a_cause_chain_goes_through_its_files_in_order() -> None:
    sources = {
        **source('async def h(context):\n    key = make_key()\n    await context.run("a", lambda: f(key))\n'),
        **source("def make_key():\n    return prefix() + token()\n", "app/keys.py"),
        **source("#\n" * 104 + "def token():\n    return secrets.token_hex()\n", "lib/tokens.py"),
    }
    made = finding(
        primary(span(sources, "make_key()"), "ends in `secrets.token_hex()`"),
        Label(span(sources, "token()", "app/keys.py"), "calls `token()`", Role.CAUSE),
        Label(span(sources, "secrets.token_hex()", "lib/tokens.py"), "reads random bytes", Role.CAUSE),
        Label(span(sources, '"a"'), "uses it", Role.SINK),
        help="call it in a step",
    )
    assert frame(made, sources) == expected("""
           --> app/orders.py:2:11
            |
          2 |     key = make_key()
            |           ^^^^^^^^^^ ends in `secrets.token_hex()`
          3 |     await context.run("a", lambda: f(key))
            |                       --- uses it
            |
           ::: app/keys.py:2:23
            |
          2 |     return prefix() + token()
            |                       ------- 1. calls `token()`
            |
           ::: lib/tokens.py:106:12
            |
        106 |     return secrets.token_hex()
            |            ------------------- 2. reads random bytes
            |
            = help: call it in a step
    """)


def test_a_single_cause_has_no_number() -> None:
    sources = source("a()\nb()\n")
    made = finding(primary(span(sources, "a()")), Label(span(sources, "b()"), "the cause", Role.CAUSE))
    assert "--- the cause" in frame(made, sources)


def test_a_span_of_several_lines_has_its_head_marked_and_a_bar_beside_it() -> None:
    text = indent(
        dedent("""\
        results = await asyncio.gather(
            context.run("a", a),
            context.run("b", b),
        )
        return results
        """),
        "    ",
    )
    sources = source("async def h(context):\n" + text)
    gather = span(
        sources, 'asyncio.gather(\n        context.run("a", a),\n        context.run("b", b),\n    )'
    )
    made = finding(
        primary(gather, "both steps start at the same time"),
        Label(span(sources, 'context.run("b", b)'), "this step is lost"),
        Label(span(sources, "h"), "the handler", Role.HANDLER),
    )
    assert frame(made, sources) == expected(r"""
         --> app/orders.py:2:21
          |
        1 |   async def h(context):
          |             - the handler
        2 | /     results = await asyncio.gather(
          | |                     ^^^^^^^^^^^^^^^ both steps start at the same time
        3 | |         context.run("a", a),
        4 | |         context.run("b", b),
          | |         ------------------- this step is lost
        5 | \     )
    """)


def test_the_middle_of_a_long_span_is_left_out() -> None:
    steps = "".join(f'        await context.run("s{number}", f{number})\n' for number in range(12))
    sources = source(
        f"async def h(context):\n    try:\n{steps}    except Exception:\n        log()\n    return 1\n"
    )
    body = Span(
        "app/orders.py", sources["app/orders.py"].text.index("try"), span(sources, "    except").start
    )
    made = finding(
        primary(span(sources, "except"), "catches what ends a pass"),
        Label(body, "raised by these steps"),
    )
    assert frame(made, sources) == expected(r"""
          --> app/orders.py:15:5
           |
         2 | /     try:
           | |     ---- raised by these steps
         3 | |         await context.run("s0", f0)
         4 | |         await context.run("s1", f1)
        ...  |
        13 | |         await context.run("s10", f10)
        14 | \         await context.run("s11", f11)
        15 |       except Exception:
           |       ^^^^^^ catches what ends a pass
    """)


def test_spans_within_spans_have_bars_side_by_side_and_a_fourth_has_none() -> None:
    sources = source("a(\n b(\n  c(\n   d(\n\n))))\ne(\n)\n")
    text = sources["app/orders.py"].text
    made = finding(
        primary(Span("app/orders.py", 0, text.index("e") - 1)),
        *(Label(Span("app/orders.py", text.index(name), text.index("e") - 1), name) for name in "bcd"),
        Label(Span("app/orders.py", text.index("e"), len(text)), "e"),
    )
    assert frame(made, sources) == expected(r"""
         --> app/orders.py:1:1
          |
        1 | /     a(
          | |     ^^
        2 | | /    b(
          | | |    -- b
        3 | | | /   c(
          | | | |   -- c
        4 | | | |    d(
          | | | |    -- d
        5 | | | |
        6 | \ \ \ ))))
        7 | /     e(
          | |     -- e
        8 | \     )
    """)


def test_a_single_line_between_two_labels_is_shown_and_two_are_not() -> None:
    sources = source("one\n#\nthree\n#\n#\nsix\n")
    made = finding(
        primary(span(sources, "one")), Label(span(sources, "three"), ""), Label(span(sources, "six"), "")
    )
    assert frame(made, sources) == expected("""
         --> app/orders.py:1:1
          |
        1 | one
          | ^^^
        2 | #
        3 | three
          | -----
        ...
        6 | six
          | ---
    """)


def test_labels_beyond_twelve_are_counted_only() -> None:
    names = [f"n{number:02}" for number in range(15)]
    sources = source("\n".join(names))
    made = finding(primary(span(sources, "n00")), *(Label(span(sources, name), name) for name in names[1:]))
    shown = frame(made, sources)
    assert "n11" in shown
    assert "n12" not in shown
    assert shown.endswith("= note: 3 more places not shown")


@pytest.mark.parametrize(
    ("changes", "note"),
    [
        ({}, "drain: runs in flight must end before the deploy"),
        ({"in_flight": InFlight.KEEPS}, "safe"),
        ({"applicability": Applicability.UNSAFE}, "unsafe: may change what the handler does"),
    ],
)
def test_the_fix_line_says_what_is_at_stake(changes: dict[str, object], note: str) -> None:
    sources = source(ORDERS)
    made = finding(
        primary(span(sources, "uuid.uuid4()")), fix=fix_inserting(span(sources, "uuid"), "", **changes)
    )
    assert f"= fix:  wrap the call in a step ({note})\n" in frame(made, sources, width=200)


def test_a_fix_of_what_is_only_shown_on_demand_says_how_to_demand_it() -> None:
    sources = source(ORDERS)
    fix = fix_inserting(span(sources, "uuid"), "", in_flight=InFlight.KEEPS)
    made = finding(primary(span(sources, "uuid.uuid4()")), level=Level.INFO, fix=fix)
    assert "(safe, with `--min-level info`)" in frame(made, sources, width=200)


def test_help_keeps_its_own_line_breaks() -> None:
    sources = source("x\n")
    made = finding(primary(span(sources, "x")), help="write\n    return 1\ninstead")
    assert frame(made, sources).endswith("  = help: write\n              return 1\n          instead")


def test_a_finding_with_nothing_more_to_say_ends_with_its_code() -> None:
    sources = source("x\n")
    made = finding(primary(span(sources, "x"), "here"), handler=None)
    assert frame(made, sources) == expected("""
         --> app/orders.py:1:1
          |
        1 | x
          | ^ here
    """)


def test_a_long_headline_goes_on_indented() -> None:
    sources = source("x\n")
    made = finding(primary(span(sources, "x")), message="what happens at run time " * 5)
    rows = written("full", report(made, sources=sources)).split("\n")
    assert rows[:5] == [
        "--- fulfil (app/orders.py)",
        "",
        "WF102 error[random-outside-step]: what happens at run time what happens at run",
        "      time what happens at run time what happens at run time what happens at run",
        "      time",
    ]


@pytest.mark.parametrize(
    ("level", "style"), [(Level.ERROR, "1;31"), (Level.WARNING, "1;33"), (Level.INFO, "1;36")]
)
def test_colours_follow_the_level(level: Level, style: str) -> None:
    sources = source("x = y\n")
    made = finding(primary(span(sources, "y"), "here"), Label(span(sources, "x"), "there"), level=level)
    text = written("full", report(made, sources=sources), color=True)
    assert f"\x1b[{style}m{level.value}[random-outside-step]\x1b[0m" in text
    assert f"\x1b[{style}m^\x1b[0m \x1b[{style}mhere\x1b[0m" in text
    assert "\x1b[34mthere\x1b[0m" in text


def test_code_in_messages_stands_out() -> None:
    sources = source("x\n")
    made = finding(primary(span(sources, "x"), "calls `now()` here"), handler=None)
    text = written("full", report(made, sources=sources), color=True)
    assert "\x1b[1;31mcalls \x1b[0m\x1b[1;31m`now()`\x1b[0m" in text


def test_no_colour_means_no_escape_sequences_at_all() -> None:
    sources = source(ORDERS)
    assert "\x1b" not in written("full", report(orders_finding(sources), sources=sources), color=False)


@pytest.mark.parametrize(("value", "colored"), [("1", False), ("", True)])
def test_no_color_is_honoured_unless_colours_are_asked_for(
    monkeypatch: pytest.MonkeyPatch, value: str, *, colored: bool
) -> None:
    monkeypatch.setenv("NO_COLOR", value)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    sources = source(ORDERS)
    made = report(orders_finding(sources), sources=sources)
    assert ("\x1b" in written("full", made, color=None)) is colored
    assert "\x1b" in written("full", made, color=True)


def test_no_findings_leave_the_summary_alone() -> None:
    assert written("full", report(sources={}, files=3)) == "No findings in 3 files (1 handler, 2 steps).\n"
