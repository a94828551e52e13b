from __future__ import annotations

import enum
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
