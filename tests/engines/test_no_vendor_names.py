"""Outside `wflint/engines/`, no code names an engine: what differs between engines is asked of their profiles."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import wflint
from wflint.engines import load_profiles

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(wflint.__file__).parent
# Documentation of options, whose examples have to name something.
TEXTS = {"config/settings.py"}
MODULES = [
    path
    for path in sorted(ROOT.rglob("*.py"))
    if path.relative_to(ROOT).parts[0] != "engines" and path.relative_to(ROOT).as_posix() not in TEXTS
]
WORDS = {
    word
    for profile in load_profiles()
    for word in (profile.id, *profile.engine.imports, *(each.types[0] for each in profile.client))
}
# One SDK is called like what all of them run.
COMMON = re.compile(r"workflow(/\w+)?")
VENDORS = re.compile(
    "|".join(
        {word.partition(".")[0].partition("_")[0] for word in WORDS if not COMMON.fullmatch(word)}
        | {"windmill", "wmill", "absurd"}
    ),
    re.IGNORECASE,
)


def named_in(source: str) -> Iterator[str]:
    """Everything in code that is a name or text and speaks of an engine; documentation may."""
    tree = ast.parse(source)
    documentation = {
        id(statement.value)
        for statement in ast.walk(tree)
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if id(node) not in documentation:
            yield from (text for text in _texts(node) if VENDORS.search(text))


def _texts(node: ast.AST) -> Iterator[str]:
    """The names and the text of a node itself."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    for name in ("id", "attr", "arg", "name", "module", "asname"):
        text = getattr(node, name, None)
        if isinstance(text, str):
            yield text


def test_code_names_no_engine() -> None:
    sources = {path: path.read_text(encoding="utf-8") for path in MODULES}
    # Only some speak of one at all, in their documentation.
    found = {
        path.relative_to(ROOT).as_posix(): list(named_in(source))
        for path, source in sources.items()
        if VENDORS.search(source)
    }
    assert {path: names for path, names in found.items() if names} == {}, "ask the profile instead"


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ('"""Says Upstash."""\nx = 1\n"""Says DBOS."""\n', []),
        ("class A:\n    x: int = 1\n    '''As DBOS does.'''\n", []),
        ("# dbos\n", []),
        ("import dbos\n", ["dbos"]),
        ("from inngest.api import x\n", ["inngest.api"]),
        ("is_qstash = 1\n", ["is_qstash"]),
        ("def for_inngest(x): ...\n", ["for_inngest"]),
        ("if engine.id == 'upstash': ...\n", ["upstash"]),
        ("f(dbos=1)\n", ["dbos"]),
        ("x.wmill\n", ["wmill"]),
        ("def f():\n    return 'Absurd'\n", ["Absurd"]),
        ("def f(workflow):\n    return 'use workflow'\n", []),
        ("x = '@workflow/core'\n", ["@workflow/core"]),
    ],
)
def test_what_names_an_engine(source: str, names: list[str]) -> None:
    assert list(named_in(source)) == names
