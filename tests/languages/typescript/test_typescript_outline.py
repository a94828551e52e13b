"""What the text of a function or class shows before anybody lowers its body."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from rendered import parsed

from wflint.files.text import SourceText
from wflint.ir import nodes as ir
from wflint.ir.walk import walk
from wflint.languages.typescript.parse import parse

ROOT = Path(__file__).parents[3]
HANDLERS = sorted((ROOT / "tests" / "replay" / "typescript" / "handlers").rglob("*.ts"))


def functions(module: ir.Module) -> list[ir.Function]:
    found: list[ir.Function] = []
    for node in walk(module.body.block):
        if isinstance(node, (ir.Define, ir.Lambda)):
            found.append(node.function)
    return found


def defines(function: ir.Function) -> bool:
    below = (each for statement in function.body.block.statements for each in walk(statement))
    return any(
        isinstance(each, ir.Define)
        or (isinstance(each, ir.DefineClass) and any(isinstance(one, ir.Define) for one in walk(each)))
        for each in below
    )


def test_handlers_show_what_their_bodies_mention_and_whether_they_define_anything() -> None:
    seen = 0
    for path in HANDLERS:
        for function in functions(parse(SourceText(path.name, path.read_text(encoding="utf-8"))).module):
            assert function.outline is not None
            assert function.outline.mentions == function.body.mentions
            assert function.outline.may_define or not defines(function), path
            seen += 1
    assert seen > 500


@pytest.mark.parametrize(
    ("body", "may_define"),
    [
        ("return a.b(c);", False),
        ("const f = (x: number) => x;", False),
        ("function g() {}", True),
        ("class C { m() {} }", True),
        ("{ if (a) { async function g() {} } }", True),
    ],
)
def test_a_function_without_definitions_is_not_lowered_to_see_that(body: str, may_define: bool) -> None:  # noqa: FBT001 - a parameter of a test
    module = parsed(f"function outer() {{ {body} }}").module
    [statement] = module.body.block.statements
    assert isinstance(statement, ir.Define)
    function = replace(statement.function, lower=_refuse)
    assert function.may_define is may_define
    assert function.mentions


def _refuse() -> ir.Body:
    pytest.fail("the body is lowered")
