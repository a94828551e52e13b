"""How messages spell what code names or calls."""

from __future__ import annotations

import pytest

from wflint.files.text import SourceText
from wflint.ir import nodes as ir
from wflint.ir.spelling import called, spelled, with_article
from wflint.languages.python.parse import parse
from wflint.languages.typescript import parse as typescript


def _expression(text: str) -> ir.Expr:
    module = parse(SourceText("code.py", f"async def f():\n    {text}\n")).module
    (statement,) = module.body.block.statements
    assert isinstance(statement, ir.Define)
    (inner,) = statement.function.body.block.statements
    assert isinstance(inner, ir.Evaluate)
    return inner.value


@pytest.mark.parametrize(
    ("text", "name", "call"),
    [
        ("uuid.uuid4()", "uuid.uuid4", "uuid.uuid4()"),
        ("uuid.uuid4", "uuid.uuid4", "uuid.uuid4"),
        ("Note(text).save()", "Note().save", "Note().save()"),
        ("notes.find(text).first().save", "notes.find().first().save", "notes.find().first().save"),
        ("notes()[0].save()", "notes()[...].save", "notes()[...].save()"),
        ("notes[0].save()", "notes[...].save", "notes[...].save()"),
        ("(await find()).save()", "(await find()).save", "(await find()).save()"),
        ("await find(text)", "find", "find()"),
        ("(a or b).save()", "....save", "....save()"),
    ],
)
def test_names_and_calls_are_spelled_without_arguments(text: str, name: str, call: str) -> None:
    node = _expression(text)
    assert spelled(node) == name
    assert called(node) == call


@pytest.mark.parametrize(
    "said",
    [
        "a set",
        "an int",
        "an Order",
        "an `Order`",
        "a UUID",
        "a User",
        "an Upload",
        "an async_generator",
        "an HTTPError",
    ],
)
def test_the_article_is_the_one_that_is_spoken(said: str) -> None:
    assert with_article(said.partition(" ")[2]) == said


@pytest.mark.parametrize(
    ("text", "name", "call"),
    [
        ("new Date()", "Date", "new Date()"),
        ("await new Promise(settle)", "Promise", "new Promise()"),
        ("new Date().getTime()", "new Date().getTime", "new Date().getTime()"),
    ],
)
def test_what_new_makes_is_spelled_with_it(text: str, name: str, call: str) -> None:
    module = typescript.parse(SourceText("code.ts", f"{text};\n")).module
    (statement,) = module.body.block.statements
    assert isinstance(statement, ir.Evaluate)
    assert spelled(statement.value) == name
    assert called(statement.value) == call
