from __future__ import annotations

import dataclasses
import sys

import pytest
from lowered import parsed, walk

from wflint.ir import nodes as ir
from wflint.ir.language import ParseError

_LEFT_OUT = {"handle", "shown", "formatted", "optional", "types", "fresh"}
"""What Python's syntax does not have, or does not show."""


def shape(value: object) -> object:
    """A node as plain data: its class and fields, without handles and what is lowered later."""
    if isinstance(value, (ir.Function, ir.Class)):
        return type(value).__name__, value.name, shape(value.body.block)
    if isinstance(value, ir.Literal):
        return value.value
    if isinstance(value, ir.Name):
        return f"${value.id}"
    if isinstance(value, ir.Block):
        return [shape(each) for each in value.statements]
    if isinstance(value, ir.ContainerKind):
        return value.value
    if isinstance(value, ir.Node):
        fields = [field.name for field in dataclasses.fields(value) if field.name not in _LEFT_OUT]
        return (type(value).__name__, *(shape(getattr(value, name)) for name in fields))
    if isinstance(value, tuple):
        return [shape(each) for each in value]
    return value


def expression(text: str) -> object:
    [statement] = parsed(f"x = {text}\n").module.body.block.statements
    assert isinstance(statement, ir.Assign)
    return shape(statement.value)


def statements(text: str) -> object:
    return shape(parsed(text).module.body.block)


@pytest.mark.parametrize(("text", "shown"), [("f'{a!r} {b}'", ["a"]), ("f'{a!s}'", []), ("f'{a=}'", ["a"])])
def test_what_a_template_shows_as_programmers_see_it_is_known(text: str, shown: list[str]) -> None:
    [statement] = parsed(f"x = {text}\n").module.body.block.statements
    assert isinstance(statement, ir.Assign)
    assert isinstance(statement.value, ir.Template)
    template = statement.value
    assert [
        part.id for part in template.parts if isinstance(part, ir.Name) and part.handle in template.shown
    ] == shown


def function(text: str) -> ir.Function:
    [define] = parsed(text).module.body.block.statements
    assert isinstance(define, ir.Define)
    return define.function


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a", "$a"),
        ("True", True),
        ("None", None),
        ("12", 12),
        ("1.5", 1.5),
        ("2j", 2j),
        ("-3", -3),
        ("-a", ("Operation", "-", ["$a"])),
        ("-'a'", ("Operation", "-", ["a"])),
        ("~1", ("Operation", "~", [1])),
        ("b'x'", b"x"),
        ("'a' 'b'", "ab"),
        ("'a' f'{b}c'", ("Template", ["a", "$b", "c"])),
        ("f'{a}' f'{b}'", ("Template", ["$a", "$b"])),
        ("f'{a!r:>{b}}'", ("Template", ["$a", "$b"])),
        ("f'{a:>10}'", ("Template", ["$a"])),
        ("a.b", ("Attribute", "$a", "b")),
        ("a[0]", ("Subscript", "$a", 0)),
        ("a[0, 1]", ("Subscript", "$a", ("Container", "tuple", [0, 1], []))),
        ("a[b:c]", ("Subscript", "$a", ("Other", ["$b", "$c"]))),
        ("f()", ("Call", "$f", [])),
        (
            "f(a, *b, c=1, **d)",
            (
                "Call",
                "$f",
                [
                    ("Argument", "$a", None, ""),
                    ("Argument", "$b", None, "*"),
                    ("Argument", 1, "c", ""),
                    ("Argument", "$d", None, "**"),
                ],
            ),
        ),
        ("[a, *b]", ("Container", "list", ["$a", ("Starred", "$b")], [])),
        ("(a,)", ("Container", "tuple", ["$a"], [])),
        ("{a}", ("Container", "set", ["$a"], [])),
        ("{a: 1, **b}", ("Container", "dict", [1, "$b"], ["$a", None])),
        ("a + b", ("Operation", "+", ["$a", "$b"])),
        ("a and b", ("Operation", "and", ["$a", "$b"])),
        ("not a", ("Operation", "not", ["$a"])),
        ("a < b", ("Operation", "<", ["$a", "$b"])),
        ("a is not b", ("Operation", "is not", ["$a", "$b"])),
        ("a not in b < c", ("Operation", "not in", ["$a", "$b", "$c"])),
        ("a if b else c", ("Conditional", "$b", "$a", "$c")),
        ("(y := a)", ("AssignExpr", "$y", "$a")),
        (
            "[a for a in b if c]",
            ("Comprehension", "list", [("Clause", "$a", "$b", ["$c"], False)], "$a", None),
        ),
        ("{a for a in b}", ("Comprehension", "set", [("Clause", "$a", "$b", [], False)], "$a", None)),
        ("{a: 1 for a in b}", ("Comprehension", "dict", [("Clause", "$a", "$b", [], False)], 1, "$a")),
        (
            "(a async for b in c for a in b)",
            (
                "Comprehension",
                "generator",
                [("Clause", "$b", "$c", [], True), ("Clause", "$a", "$b", [], False)],
                "$a",
                None,
            ),
        ),
        ("lambda: a", ("Lambda", ("Function", "<lambda>", [("Return", "$a")]))),
        ("...", ("Other", [])),
    ],
)
def test_expressions(text: str, expected: object) -> None:
    assert expression(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("'doc'", []),
        ("pass", []),
        ("f()", [("Evaluate", ("Call", "$f", []))]),
        ("a = b = 1", [("Assign", ["$a", "$b"], 1, None, None)]),
        ("a: int", [("Assign", ["$a"], None, "$int", None)]),
        ("a: int = 1", [("Assign", ["$a"], 1, "$int", None)]),
        ("a += 1", [("Assign", ["$a"], 1, None, "+")]),
        ("del a, b.c", [("Delete", ["$a", ("Attribute", "$b", "c")])]),
        ("del a", [("Delete", ["$a"])]),
        ("assert a", [("Assert", "$a", None)]),
        ("assert a, 'b'", [("Assert", "$a", "b")]),
        ("raise", [("Raise", None, None)]),
        ("raise a from b", [("Raise", "$a", "$b")]),
        ("import a.b", [("Import", "a", 0, None, "a", False)]),
        ("import a.b as c", [("Import", "a.b", 0, None, "c", False)]),
        ("import a, b", [("Import", "a", 0, None, "a", False), ("Import", "b", 0, None, "b", False)]),
        ("from a.b import c as d", [("Import", "a.b", 0, "c", "d", False)]),
        ("from ..a import b", [("Import", "a", 2, "b", "b", False)]),
        ("from . import b", [("Import", "", 1, "b", "b", False)]),
        ("from a import *", [("Import", "a", 0, "*", "*", False)]),
        ("if a: b()\nelse: c = 1", [("If", "$a", [("Evaluate", ("Call", "$b", []))], [("Assign", ["$c"], 1, None, None)])]),
        ("if a: pass\nelif b: pass\nelse: pass", [("If", "$a", [], [("If", "$b", [], [])])]),
        ("while a:\n    break\nelse:\n    b()", [("While", "$a", [("Jump", "break")], [("Evaluate", ("Call", "$b", []))])]),
        ("for a, *b in c: continue", [("For", ("Container", "tuple", ["$a", ("Starred", "$b")], []), "$c", [("Jump", "continue")], None, False)]),
        ("with a as b, c: pass", [("With", [("WithItem", "$a", "$b"), ("WithItem", "$c", None)], [], False)]),
        (
            "try: pass\nexcept A as e: pass\nexcept: pass\nelse: pass\nfinally: pass",
            [("Try", [], [("Except", "$A", "e", [], False), ("Except", None, None, [], False)], [], [])],
        ),
        ("try: pass\nexcept* A: pass", [("Try", [], [("Except", "$A", None, [], True)], None, None)]),
        ("class A(B, metaclass=C): x = 1", [("DefineClass", ("Class", "A", [("Assign", ["$x"], 1, None, None)]))]),
    ],
)  # fmt: skip
def test_statements(text: str, expected: object) -> None:
    assert statements(text + "\n") == expected


def test_async_statements() -> None:
    text = "async def f():\n    async for a in b: await a\n    async with c: return\n"
    assert statements(text) == [
        (
            "Define",
            (
                "Function",
                "f",
                [
                    ("For", "$a", "$b", [("Evaluate", ("Await", "$a"))], None, True),
                    ("With", [("WithItem", "$c", None)], [("Return", None)], True),
                ],
            ),
        )
    ]


@pytest.mark.parametrize(
    ("pattern", "captures", "values", "irrefutable"),
    [
        ("1", (), [1], False),
        ("None", (), [None], False),
        ("a.b", (), [("Attribute", "$a", "b")], False),
        ("x", ("x",), [], True),
        ("_", (), [], True),
        ("x if x", ("x",), [], False),
        ("[a, *b]", ("a", "b"), [], False),
        ("{'k': v, **rest}", ("rest", "v"), [], False),
        ("A(x=1, y=z)", ("z",), [1], False),
        ("1 | 2", (), [1, 2], False),
        ("[1, _] as pair", ("pair",), [1], False),
    ],
)
def test_patterns(pattern: str, captures: tuple[str, ...], values: list[object], irrefutable: bool) -> None:  # noqa: FBT001 - a case
    module = parsed(f"match s:\n    case {pattern}: pass\n").module
    [match] = module.body.block.statements
    assert isinstance(match, ir.Match)
    [case] = match.cases
    assert case.captures == captures
    assert set(map(repr, values)) <= {repr(shape(each)) for each in case.values}
    assert case.irrefutable is irrefutable
    assert set(captures) <= module.body.binds


def test_parameters() -> None:
    found = function("def f(a, /, b: int = 1, *args, c, d=2, **kw) -> str: pass\n")
    assert [
        (p.name, p.star, p.positional_only, p.keyword_only, shape(p.default), shape(p.annotation))
        for p in found.parameters
    ] == [
        ("a", "", True, False, None, None),
        ("b", "", False, False, 1, "$int"),
        ("args", "*", False, False, None, None),
        ("c", "", False, True, None, None),
        ("d", "", False, True, 2, None),
        ("kw", "**", False, False, None, None),
    ]
    assert shape(found.returns) == "$str"
    assert not found.is_lambda
    assert function("def f(*, a): pass\n").parameter_names == {"a"}


def test_what_a_body_binds() -> None:
    text = (
        "def f(p):\n    global g\n    nonlocal n\n    g = n = a = 1\n    for b, (c, *d) in p: pass\n"
        "    with p as e: pass\n    try: pass\n    except E as h: pass\n    import i.j\n    from k import l as m\n"
        "    def o(): inner = 1\n    class P: pass\n    (q := 1)\n    r.attribute = s[0] = 1\n    t += 1\n    [u for u in p]\n"
    )
    body = function(text).body
    assert body.binds == set("gnabcdehimoqtP")
    assert body.outer == {"g": True, "n": False}
    assert body.locals == set("abcdehimoqtP")
    assert not body.yields


def test_what_a_body_mentions() -> None:
    body = function("def f():\n    a.b(lambda: c.d)\n    def inner(): hidden\n").body
    assert body.mentions == {"a", "b", "c", "d"}


@pytest.mark.parametrize("text", ["yield", "yield 1", "x = yield", "yield from a"])
def test_generators(text: str) -> None:
    assert function(f"def f():\n    {text}\n").body.yields


def test_a_yield_in_an_inner_function_makes_no_generator_of_the_outer_one() -> None:
    assert not function("def f():\n    def g(): yield\n    h = lambda: (yield)\n").body.yields


def test_yields() -> None:
    assert statements("def f():\n    yield\n    yield from a\n") == [
        (
            "Define",
            ("Function", "f", [("Evaluate", ("Yield", None, False)), ("Evaluate", ("Yield", "$a", True))]),
        )
    ]


def test_bodies_are_lowered_when_they_are_asked_for_and_once() -> None:
    found = function("def f():\n    g()\n")
    assert found._body is None  # noqa: SLF001 - laziness does not show otherwise
    assert found.body is found.body


def test_decorators_and_bases() -> None:
    module = parsed("@a\n@b.c(1)\nclass D(E, k=1): pass\n").module
    [define] = module.body.block.statements
    assert isinstance(define, ir.DefineClass)
    assert shape(define.class_.decorators) == [
        "$a",
        ("Call", ("Attribute", "$b", "c"), [("Argument", 1, None, "")]),
    ]
    assert shape(define.class_.bases) == [("Argument", "$E", None, ""), ("Argument", 1, "k", "")]


def test_every_node_keeps_a_handle() -> None:
    module = parsed("async def f(a):\n    return [await g(x) for x in a if not x]\n")
    assert all(each.node.handle is not None for each in walk(module.module))


# --- what does not parse ---


@pytest.mark.parametrize(
    ("text", "offset"),
    [("x = 1\ndef (:\n", 10), ("x = (\n", 6), ("é = 'a\n", 4), ("if x:\npass\n", 6)],
)
def test_syntax_errors_have_a_place(text: str, offset: int) -> None:
    with pytest.raises(ParseError) as caught:
        parsed(text)
    assert caught.value.reason
    assert abs(caught.value.offset - offset) <= 2


def test_text_beside_bytes_is_a_syntax_error() -> None:
    with pytest.raises(ParseError, match="bytes"):
        parsed("x = b'a' 'b'\n")


def test_what_python_alone_accepts_is_said_to_be_unknown() -> None:
    with pytest.raises(ParseError, match="does not know this syntax") as caught:
        parsed("(x): int = 1\n")
    assert abs(caught.value.offset - 3) <= 2


@pytest.mark.parametrize(
    "text", ["(" * 300, "x = " + "[" * 300 + "]" * 300, "f'" + "{(" * 300 + "'\nx = " + "(" * 300]
)
def test_brackets_deeper_than_python_compiles_are_refused(text: str) -> None:
    with pytest.raises(ParseError, match="nested too deeply"):
        parsed(text)


@pytest.mark.parametrize(
    "text",
    [
        "'" + "(" * 300 + "'",
        '"""' + "[\n" * 300 + '"""',
        "# " + "{" * 300,
        "')'\n" * 3 + "f(" * 40 + ")" * 40,
    ],
)
def test_brackets_in_strings_and_comments_do_not_count(text: str) -> None:
    assert parsed(text + "\n").module.path == "f.py"


def test_operators_deeper_than_the_parser_goes_are_refused() -> None:
    with pytest.raises(ParseError, match="nested too deeply"):
        parsed("x = " + "-" * (sys.getrecursionlimit() + 500) + "1\n")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("x = (" + "'a'\n" * 5000 + ")\n", id="Python accepts it"),
        pytest.param("x = 1\ny = \0\n", id="Python does not look at it"),
    ],
)
def test_what_only_the_parser_rejects_is_told_in_its_words(text: str) -> None:
    with pytest.raises(ParseError) as caught:
        parsed(text)
    assert caught.value.reason
    assert "error at" not in caught.value.reason
    assert 0 <= caught.value.offset <= len(text)
