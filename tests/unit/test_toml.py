from __future__ import annotations

import enum
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wflint.tables.toml import key_lines, lookup, parse_toml, write_key, write_value

_DOCUMENT = '''\
# select = [ in a comment
title = "select"

[tool.other]
text = """
[tool.wflint]
ignore = ["not this"]
"""

[tool.wflint]
select = [
  "WF1", # one
  "WF2",
]
effects."a.b" = { effect = "clock" }
[ tool.wflint.levels ]
WF1 = "error"

[[tool.list]]
x = 1
[tool."wflint"."per-file-ignores"]
"a b/" = []
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("title",), 2),
        (("tool",), 4),
        (("tool", "wflint"), 10),
        (("tool", "wflint", "select"), 11),
        (("tool", "wflint", "effects"), 15),
        (("tool", "wflint", "effects", "a.b"), 15),
        (("tool", "wflint", "effects", "a.b", "effect"), 15),
        (("tool", "wflint", "levels", "WF1"), 17),
        (("tool", "wflint", "per-file-ignores", "a b/"), 22),
    ],
)
def test_a_key_stands_where_its_statement_begins(path: tuple[str, ...], line: int) -> None:
    assert key_lines(_DOCUMENT)[path] == line


def test_a_key_in_a_string_or_a_comment_has_no_line() -> None:
    assert ("tool", "wflint", "ignore") not in key_lines(_DOCUMENT)
    assert ("select",) not in key_lines(_DOCUMENT)


def test_lookup_gives_nothing_below_what_is_no_table() -> None:
    assert lookup({"a": {"b": 1}}, ("a", "b")) == 1
    assert lookup({"a": {"b": 1}}, ("a", "b", "c")) is None
    assert lookup({"a": {}}, ("a", "c")) is None
    assert lookup({"a": 1}, ()) == {"a": 1}


_TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
_VALUES = st.recursive(
    st.booleans() | st.integers(-(10**9), 10**9) | _TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXTS, inner, max_size=3),
    max_leaves=8,
)


@given(_TEXTS, _VALUES)
def test_what_is_written_reads_back(key: str, value: Any) -> None:
    text = f"{write_key(key)} = {write_value(value)}"
    assert "\n" not in text
    assert parse_toml(text) == {key: value}


def test_members_of_enumerations_are_written_by_their_value() -> None:
    assert write_value((enum.Enum("Choice", {"A": "a"}).A,)) == '["a"]'  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "text",
    [
        "x = " + "[" * 500,
        "x = " + "{a=" * 500,
        ".".join("a" * 20_000) + " = 1",
        "[" + ".".join("a" * 20_000) + "]",
        ".".join("a" * 99) + " = {" + ".".join("a" * 99) + " = 1}",
    ],
)
def test_what_is_nested_too_deeply_is_told(text: str) -> None:
    with pytest.raises(ValueError, match="it is nested too deeply"):
        parse_toml(text)


def test_brackets_and_dots_in_strings_and_comments_nest_nothing() -> None:
    many = "[" * 500 + "." * 500
    text = f'a = "{many}"\nb = """\n{many}"quoted""""\nc = \'{many}\'\nd = \'\'\'\n{many}\'\'\' # {many}\n'
    assert set(parse_toml(text)) == {"a", "b", "c", "d"}
    assert key_lines(text) == {("a",): 1, ("b",): 2, ("c",): 4, ("d",): 5}


def test_the_lines_of_a_long_list_are_found_at_once() -> None:
    began = time.process_time()
    assert key_lines("x = [\n" + "1,\n" * 100_000 + "]\ny = 1\n") == {("x",): 1, ("y",): 100_003}
    assert time.process_time() - began < 20
