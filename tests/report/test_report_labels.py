"""Several labels on one line, and lines that do not fit."""

from __future__ import annotations

from report_building import expected, finding, frame, primary, source, span

from wflint.findings import Finding, Label


def on_one_line(code: str, first: str, *others: str, message: str = "says {}") -> Finding:
    sources = source(code)
    return finding(
        primary(span(sources, first), message.format(first)),
        *(Label(span(sources, other), message.format(other)) for other in others),
        handler=None,
    )


def test_labels_hang_from_right_to_left_without_crossing() -> None:
    code = "x = pick(first, second, third)\n"
    assert frame(on_one_line(code, "second", "first", "third"), source(code)) == expected("""
         --> app/orders.py:1:17
          |
        1 | x = pick(first, second, third)
          |          -----  ^^^^^^  ----- says third
          |          |      says second
          |          says first
    """)


def test_a_span_within_a_span_is_drawn_over_it() -> None:
    code = '    x = context.run("a", lambda: f(y))\n'
    made = on_one_line(code, 'context.run("a", lambda: f(y))', '"a"', "f(y)", message="{}")
    assert frame(made, source(code)) == expected("""
         --> app/orders.py:1:9
          |
        1 |     x = context.run("a", lambda: f(y))
          |         ^^^^^^^^^^^^---^^^^^^^^^^----^ context.run("a", lambda: f(y))
          |                     |            f(y)
          |                     "a"
    """)


def test_two_labels_of_one_span_are_listed_and_the_primary_is_drawn() -> None:
    code = "x = now()\n"
    sources = source(code)
    where = span(sources, "now()")
    made = finding(primary(where, "the clock"), Label(where, "again"), handler=None)
    assert frame(made, sources) == expected("""
         --> app/orders.py:1:5
          |
        1 | x = now()
          |     ^^^^^ the clock
          |     again
    """)


def test_ten_labels_on_one_line() -> None:
    code = "x = f(a1, b2, c3, d4, e5, f6, g7, h8, i9, j0)\n"
    made = on_one_line(code, "e5", "a1", "b2", "c3", "d4", "f6", "g7", "h8", "i9", "j0")
    assert frame(made, source(code)) == expected("""
         --> app/orders.py:1:23
          |
        1 | x = f(a1, b2, c3, d4, e5, f6, g7, h8, i9, j0)
          |       --  --  --  --  ^^  --  --  --  --  -- says j0
          |       |   |   |   |   |   |   |   |   says i9
          |       |   |   |   |   |   |   |   says h8
          |       |   |   |   |   |   |   says g7
          |       |   |   |   |   |   says f6
          |       |   |   |   |   says e5
          |       |   |   |   says d4
          |       |   |   says c3
          |       |   says b2
          |       says a1
    """)


def test_a_message_without_room_is_broken_below_its_underline() -> None:
    code = "value = pick(aa, some_function_name())\n"
    made = on_one_line(code, "some_function_name()", "aa", message="the reason lies in {}")
    assert frame(made, source(code), width=50) == expected("""
         --> app/orders.py:1:18
          |
        1 | value = pick(aa, some_function_name())
          |              --  ^^^^^^^^^^^^^^^^^^^^
          |              |   the reason lies in
          |              |   some_function_name()
          |              the reason lies in aa
    """)


def test_a_message_with_little_room_covers_connectors_rather_than_the_width() -> None:
    code = "value = pick(aaaa, bbbb, cccc, dddd)\n"
    made = on_one_line(code, "dddd", "aaaa", "cccc", message="the reason lies in {}")
    assert frame(made, source(code), width=40) == expected("""
         --> app/orders.py:1:32
          |
        1 | value = pick(aaaa, bbbb, cccc, dddd)
          |              ----        ----  ^^^^
          |              the reason lies in dddd
          |              the reason lies in cccc
          |              the reason lies in aaaa
    """)


def test_a_long_message_is_broken_beside_its_marker() -> None:
    code = "pick(aa, bb)\n"
    made = on_one_line(code, "bb", "aa", message="{} is another one " + "each time " * 6)
    assert frame(made, source(code), width=60) == expected("""
         --> app/orders.py:1:10
          |
        1 | pick(aa, bb)
          |      --  ^^ bb is another one each time each time each
          |      |      time each time each time each time
          |      aa is another one each time each time each time
          |      each time each time each time
    """)


def test_an_endless_message_ends_after_six_rows() -> None:
    code = "pick(aa)\n"
    rows = frame(on_one_line(code, "aa", message="{} " + "each time " * 100), source(code)).split("\n")
    assert len(rows) == 3 + 6
    assert rows[-1].endswith("each time ...")


def test_a_long_line_is_cut_around_each_of_its_labels() -> None:
    code = 'data = "' + "x" * 2500 + '" + uuid4() + "' + "y" * 2500 + '" + str(z)\n'
    made = on_one_line(code, "uuid4()", "z", "data")
    assert frame(made, source(code), width=60) == expected("""
         --> app/orders.py:1:2513
          |
        1 | data = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...
          | ---- says data
        : | ...xxxxxxxxxxxxxxxxx" + uuid4() + "yyyyyyyyyyyyyyyyyy...
          |                         ^^^^^^^ says uuid4()
        : | ...yyyyyyyyyyyyyyyy" + str(z)
          |                            - says z
    """)


def test_labels_that_fit_together_share_a_cut() -> None:
    code = "x" * 200 + " = uuid4() + uuid1()" + " " * 8 + "+ y" * 100 + "\n"
    made = on_one_line(code, "uuid4()", "uuid1()")
    assert frame(made, source(code), width=60) == expected("""
         --> app/orders.py:1:204
          |
        1 | ...xxxxxxxxxxxxx = uuid4() + uuid1()        + y+ y+ y...
          |                    ^^^^^^^   ------- says uuid1()
          |                    says uuid4()
    """)


def test_a_span_longer_than_the_width_is_cut_with_its_line() -> None:
    code = "    f(" + "a, " * 100 + "b)\n"
    made = on_one_line(code, code.strip(), message="here")
    assert frame(made, source(code), width=40) == expected("""
         --> app/orders.py:1:5
          |
        1 | f(a, a, a, a, a, a, a, a, a, a, a...
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          | here
    """)


def test_a_long_line_between_labels_is_cut_at_the_right() -> None:
    code = "aa\n" + "b" * 100 + "\ncc\n"
    assert f"2 | {'b' * 33}...\n" in frame(on_one_line(code, "aa", "cc"), source(code), width=40)


def test_a_message_at_the_right_edge_stands_before_its_underline_and_is_connected_with_it() -> None:
    code = "value = pick(some_function, another_function, the_name)\n"
    made = on_one_line(code, "the_name", message="lies in {}, which a step uses")
    assert frame(made, source(code), width=60) == expected("""
         --> app/orders.py:1:47
          |
        1 | value = pick(some_function, another_function, the_name)
          |                                               ^^^^^^^^
          |           lies in the_name, which a step uses |
    """)
