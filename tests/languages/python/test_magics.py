"""Magics of IPython, hidden from Python."""

from __future__ import annotations

import ast

import pytest

from wflint.languages.python.magics import COMMENT, STAND_IN, hidden

COMMANDS = [
    "%matplotlib inline\n",
    "!ls | grep x\n",
    "?print\n",
    "print?\n",
    "a.b??\n",
    "/f 1 2\n",
    ", f a b\n",
    ";f a b\n",
    "files = !ls\n",
    "first, second = %who_ls\n",
    "x = 1\nfor _ in x:\n    %time f(_)\n",
    "!pip install \\\n  --quiet \\\n  a  # (\nx = 1\n",
    "%alias (\nx = 1\n",
]

CODE = [
    "x = (\n  1\n  % 2\n)\n",
    "x = 1 \\\n  % 2\n",
    "x = '''\n%magic\n!ls\n'''\n",
    'x = """\n\\"""\n%magic\n"""\n',
    "x = 'what?'  # really?\n",
    "x = a != b\n",
    "x = 'it\\'s' % y\n",
    "f(a, x=b % c)\n",
    "x = '\\\n%magic'\n",
    "x = f'{a!r}'\n",
    "",
    "\n",
]


@pytest.mark.parametrize("cell", COMMANDS)
def test_commands_are_hidden_and_the_rest_is_python(cell: str) -> None:
    found = hidden(cell)
    assert found is not None
    ast.parse(found)
    assert STAND_IN in found
    assert found.replace(STAND_IN, "").replace(COMMENT, "") == cell


@pytest.mark.parametrize("cell", CODE)
def test_code_stays_as_it_is(cell: str) -> None:
    ast.parse(cell)
    assert hidden(cell) == cell


def test_what_a_command_is_assigned_to_stays_assigned() -> None:
    assert hidden("files = !ls\n") == f"files = {STAND_IN}!ls\n"


@pytest.mark.parametrize("cell", ["%%bash\nls\n", "\n%%html\n<b>", "%%writefile x.py\nx = 1", "%%!\nls"])
def test_a_cell_in_another_language_is_none(cell: str) -> None:
    assert hidden(cell) is None


def test_a_cell_that_is_timed_is_python() -> None:
    assert hidden("%%time -x\n%magic\nx = 1\n") == f"{COMMENT}%%time -x\n{STAND_IN}%magic\nx = 1\n"


def test_a_string_that_is_not_closed_ends_with_its_line() -> None:
    assert hidden("x = 'a\n%magic\n") == f"x = 'a\n{STAND_IN}%magic\n"
