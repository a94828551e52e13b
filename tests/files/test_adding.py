"""Where new ignore comments stand."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wflint.files.adding import IgnoreRequest, add_ignores
from wflint.files.ignores import find_ignores, is_reason, matching
from wflint.files.text import SourceText
from wflint.languages import MARKERS
from wflint.languages.python import PYTHON

LONG = "call('" + "x" * 70 + "')"


def added(text: str, *names: str, at: str = "HERE", reason: str = "") -> str:
    """The text with comments for rules at a mark in it."""
    source = SourceText("f.py", text)
    result = add_ignores(
        source, [IgnoreRequest(text.index(at), name) for name in names or ("a",)], PYTHON.comments, reason
    )
    assert result.left == ()
    return result.text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("HERE\n", "HERE  # wflint: ignore[a]\n"),
        ("HERE", "HERE  # wflint: ignore[a]"),
        ("x = HERE  \ny\n", "x = HERE  # wflint: ignore[a]\ny\n"),
        ("f(HERE,\n  b)\nc\n", "f(HERE,\n  b)  # wflint: ignore[a]\nc\n"),
        ("if HERE:\n    b\n", "if HERE:  # wflint: ignore[a]\n    b\n"),
        ("HERE  # noqa: X\n", "HERE  # noqa: X  # wflint: ignore[a]\n"),
        ("HERE; b\n", "HERE; b  # wflint: ignore[a]\n"),
        (f"if x:\n\tHERE = {LONG}\n", f"if x:\n\t# wflint: ignore[a]\n\tHERE = {LONG}\n"),
        ("x = '''\n'''.HERE\n", "# wflint: ignore[a]\nx = '''\n'''.HERE\n"),
        ("x = '''\nHERE'''\n", "# wflint: ignore[a]\nx = '''\nHERE'''\n"),
        ("x = 1 + \\\n  HERE\n", "# wflint: ignore[a]\nx = 1 + \\\n  HERE\n"),
        ("x = '\\\n' + HERE\n", "# wflint: ignore[a]\nx = '\\\n' + HERE\n"),
        ("@d\ndef HERE():\n    b\n", "@d\ndef HERE():  # wflint: ignore[a]\n    b\n"),
        (f"@d\ndef HERE(x={LONG}):\n    b\n", f"@d\n# wflint: ignore[a]\ndef HERE(x={LONG}):\n    b\n"),
        ("if x:\n    b\nelif HERE: c\n", "if x:\n    b\nelif HERE: c  # wflint: ignore[a]\n"),
        (
            f"if x:\n    b\nelif HERE({LONG}): c\n",
            f"if x:\n    b\n# wflint: ignore[a]\nelif HERE({LONG}): c\n",
        ),
        ("a\r\nHERE = '''\r\n'''\r\n", "a\r\n# wflint: ignore[a]\r\nHERE = '''\r\n'''\r\n"),
        ("x = f'''{HERE}\n'''\n", "# wflint: ignore[a]\nx = f'''{HERE}\n'''\n"),
        ("# HERE\nb\n", "# HERE  # wflint: ignore[a]\nb\n"),
        ("b\n# HERE", "b\n# HERE  # wflint: ignore[a]"),
        (
            "x = (HERE  # ends in a backslash \\\n  )\n",
            "# wflint: ignore[a]\nx = (HERE  # ends in a backslash \\\n  )\n",
        ),
    ],
)
def test_a_comment_stands_at_the_end_of_the_statement_or_above(text: str, expected: str) -> None:
    assert added(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("HERE  # wflint: ignore[b]\n", "HERE  # wflint: ignore[b, a]\n"),
        ("HERE  # wflint: ignore[b] why  # noqa\n", "HERE  # wflint: ignore[b, a] why  # noqa\n"),
        ("# wflint: ignore[b]\nHERE\n", "# wflint: ignore[b, a]\nHERE\n"),
        ("# wflint: ignore[b,]\n# c\nf(\n  HERE)\n", "# wflint: ignore[b, a,]\n# c\nf(\n  HERE)\n"),
        ("@d  # wflint: ignore[b]\ndef HERE(): c\n", "@d  # wflint: ignore[b]\ndef HERE(): c  # wflint: ignore[a]\n"),
        ("# wflint: ignore[b]\n@d\ndef HERE(): c  # wflint: ignore[c]\n", "# wflint: ignore[b]\n@d\ndef HERE(): c  # wflint: ignore[c, a]\n"),
        ("# wflint: ignore-file[b]\nHERE\n", "# wflint: ignore-file[b]\nHERE  # wflint: ignore[a]\n"),
        ("HERE  # wflint: ignore\n", "HERE  # wflint: ignore  # wflint: ignore[a]\n"),
        ("# wflint: ignore[HERE]\nb\n", "# wflint: ignore[HERE, a]\nb\n"),
    ],
)  # fmt: skip
def test_a_comment_that_is_there_gets_more_rules(text: str, expected: str) -> None:
    assert added(text) == expected


def test_several_rules_share_a_comment_in_the_order_of_their_places() -> None:
    assert added("HERE\n", "b", "a", "b") == "HERE  # wflint: ignore[a, b]\n"
    source = SourceText("f.py", "f(x, y)\n")
    result = add_ignores(
        source, [IgnoreRequest(5, "a"), IgnoreRequest(2, "b"), IgnoreRequest(5, "b")], PYTHON.comments
    )
    assert result.text == "f(x, y)  # wflint: ignore[b, a]\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("HERE\n", "HERE  # wflint: ignore[a] why\n"),
        ("HERE  # wflint: ignore[b]  # noqa\n", "HERE  # wflint: ignore[b, a] why  # noqa\n"),
        ("HERE  # wflint: ignore[b] so\n", "HERE  # wflint: ignore[b, a] so\n"),
    ],
)
def test_the_reason_stands_where_there_is_none_yet(text: str, expected: str) -> None:
    assert added(text, reason="why") == expected


def test_a_comment_may_get_nothing_but_a_reason() -> None:
    assert added("x  # wflint: ignore[HERE]\n", "", reason="why") == "x  # wflint: ignore[HERE] why\n"


def test_where_no_code_and_no_comment_is_nothing_can_stand() -> None:
    result = add_ignores(SourceText("f.py", "\nx\n"), [IgnoreRequest(0, "a")], PYTHON.comments)
    assert (result.text, result.left) == ("\nx\n", (IgnoreRequest(0, "a"),))


@pytest.mark.parametrize(
    ("reason", "is_one"),
    [
        ("only logged", True),
        ("see #12", True),
        ("C#", True),
        ("größer", True),
        ("", False),
        (" - ", False),
        ("a\nb", False),
        ("a\x1bb", False),
        ("why # noqa", False),
        ("# noqa", False),
    ],
)
def test_what_may_be_a_reason(reason: str, is_one: bool) -> None:  # noqa: FBT001 - a case
    assert is_reason(reason, MARKERS) is is_one
    if is_one:
        (comment,) = find_ignores(
            SourceText("f.py", added("HERE\n", reason=reason)), PYTHON.comments
        ).comments
        assert comment.reason == reason


PIECES = st.sampled_from(
    [
        "a = f(1)\n",
        "if a:\n    b()\n",
        "@d\n@e(1)\ndef g(\n    x,\n):\n    return x\n",
        "s = '''\nx\n'''\n",
        "t = 1 + \\\n    2\n",
        "# note\n",
        "\n",
        "c()  # wflint: ignore[x] why\n",
        "# wflint: ignore[y]\nd()\n",
        "# wflint: ignore[z]\n@d\ndef h(): pass\n",
        f"u = {LONG}\n",
        "v = 1; w = 2\n",
    ]
)


@given(st.lists(PIECES).map("".join), st.data())
def test_every_comment_silences_what_it_was_put_down_for(text: str, data: st.DataObject) -> None:
    source = SourceText("f.py", text)
    offsets = data.draw(st.lists(st.integers(0, len(text)), max_size=4))
    result = add_ignores(source, [IgnoreRequest(offset, "new-rule") for offset in offsets], PYTHON.comments)
    ast.parse(result.text)
    left = {each.offset for each in result.left}
    after = SourceText("f.py", result.text)
    ignores = find_ignores(after, PYTHON.comments)
    # What stands on a line is found again by its text, which comments only come after.
    for offset in set(offsets) - left:
        line = source.line_text(source.line_of(offset))
        places = [
            n
            for n in range(1, after.line_count + 1)
            if after.line_text(n).startswith(line.split("  #")[0].rstrip("]"))
        ]
        assert any(matching(ignores, "X1", "new-rule", place) for place in places)


@given(st.lists(PIECES).map("".join))
def test_nothing_wanted_changes_nothing(text: str) -> None:
    assert add_ignores(SourceText("f.py", text), [], PYTHON.comments).text == text
