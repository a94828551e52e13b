from __future__ import annotations

import ast
import importlib.util
from collections import Counter
from pathlib import Path
from textwrap import dedent

import libcst as cst
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lowered import parsed, span_text, texts, walk
from sampling import sampled

from wflint.ir import nodes as ir

# What both trees have in common. Python's own counts the parentheses of tuples and generators as part of them.
COUNTERPARTS: dict[type[ast.AST], type[ir.Node]] = {
    ast.Name: ir.Name,
    ast.Attribute: ir.Attribute,
    ast.Subscript: ir.Subscript,
    ast.Call: ir.Call,
    ast.Await: ir.Await,
    ast.Lambda: ir.Lambda,
    ast.IfExp: ir.Conditional,
    ast.NamedExpr: ir.AssignExpr,
    ast.Yield: ir.Yield,
    ast.YieldFrom: ir.Yield,
}
LIBRARY = (
    "argparse", "ast", "asyncio.base_events", "bisect", "contextlib", "difflib", "json.decoder", "shutil", "textwrap",
    "this", "typing", "zipfile",
)  # fmt: skip


def places_by_python(text: str) -> Counter[tuple[str, int, int]]:
    """Kind and offsets of each node, as Python's own parser sees them."""
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    lines = [line.encode() for line in text.split("\n")]

    def offset(line: int, column: int) -> int:
        return starts[line - 1] + len(lines[line - 1][:column].decode())

    found: Counter[tuple[str, int, int]] = Counter()
    pending: list[ast.AST] = [ast.parse(text)]
    while pending:
        node = pending.pop()
        if isinstance(node, ast.JoinedStr):  # its parts have no exact positions before Python 3.12
            continue
        bounds = getattr(node, "type_params", [])  # handlers have no use for the bounds of type parameters
        pending.extend(child for child in ast.iter_child_nodes(node) if child not in bounds)
        if isinstance(node, ast.expr) and type(node) in COUNTERPARTS:
            assert node.end_lineno is not None
            assert node.end_col_offset is not None
            place = offset(node.lineno, node.col_offset), offset(node.end_lineno, node.end_col_offset)
            found[(COUNTERPARTS[type(node)].__name__, *place)] += 1
    return found


def _is_quoted(node: ir.Node) -> bool:
    """Whether an annotation quotes it: it stands where the string stands, into which Python's parser does not look."""
    return isinstance(node.handle, cst.SimpleString) and not isinstance(node, ir.Literal)


def places_by_wflint(text: str) -> Counter[tuple[str, int, int]]:
    module = parsed(text)
    return Counter(
        (type(each.node).__name__, *module.locator.offsets(each.node.handle, each.enclosing_definition))
        for each in walk(module.module)
        if type(each.node) in COUNTERPARTS.values() and not each.in_template and not _is_quoted(each.node)
    )


@pytest.mark.parametrize("name", sampled(LIBRARY, 3))
def test_spans_in_the_standard_library_are_those_of_python(name: str) -> None:
    spec = importlib.util.find_spec(name)
    assert spec is not None
    assert spec.origin is not None
    text = Path(spec.origin).read_text(encoding="utf-8")
    assert places_by_wflint(text) == places_by_python(text)


NAMES = st.sampled_from(["a", "b", "größe", "名前", "_x1"])
ATOMS = st.one_of(
    NAMES,
    st.integers(0, 99).map(str),
    st.sampled_from(["None", '"é(\U0001f389"', "b'x'", "1.5", "2j", "...", "()"]),
)


def extended(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Larger expressions; every operand stands in parentheses, sometimes with line breaks and comments."""
    operand = st.one_of(
        inner.map("({})".format), inner.map("(\n  {}  # é ( \n )".format), NAMES, inner.map("(({}))".format)
    )
    two, three = st.tuples(operand, operand), st.tuples(operand, operand, operand)
    return st.one_of(
        operand,
        st.tuples(operand, NAMES).map(".".join),
        two.map(lambda each: "{}[{}]".format(*each)),
        three.map(lambda each: "{}[{}:{}, 1]".format(*each)),
        three.map(lambda each: "{}( {}, *{}, key=1)".format(*each)),
        three.map(lambda each: "{} if {} else {}".format(*each)),
        two.map(lambda each: "lambda p, q={}: {}".format(*each)),
        two.map(lambda each: "{} + -{}".format(*each)),
        two.map(lambda each: "{} and not {}".format(*each)),
        three.map(lambda each: "{} <{} is not {}".format(*each)),
        operand.map("await {}".format),
        operand.map("(yield {})".format),
        operand.map("(w := {})".format),
        three.map(lambda each: "[{} for i in {} if {}]".format(*each)),
        two.map(lambda each: "{{{}: i for i, j in {}}}".format(*each)),
        three.map(lambda each: "{{{}: {}, **{}}}".format(*each)),
        two.map(lambda each: "{}, *{}".format(*each)),
        st.tuples(NAMES, NAMES).map(lambda each: 'f"é{{{}!r:>{{{}}}}}"'.format(*each)),
    )


EXPRESSIONS = st.recursive(ATOMS, extended, max_leaves=12)


@given(EXPRESSIONS)
def test_spans_of_any_expression_are_those_of_python(expression: str) -> None:
    text = f"async def größer():\n    value = ({expression})\n"
    assert places_by_wflint(text) == places_by_python(text)


@given(EXPRESSIONS)
def test_spans_do_not_depend_on_how_they_are_found(expression: str) -> None:
    inside = f"async def f():\n    value = ({expression})\n"
    module = parsed(inside)
    placed = [each for each in walk(module.module) if isinstance(each.node, ir.Expr)]
    assert [module.locator.offsets(each.node.handle, each.enclosing_definition) for each in placed] == [
        module.locator.offsets(each.node.handle, None) for each in placed
    ]


@pytest.mark.parametrize(
    "before",
    [
        pytest.param("", id="only this definition"),
        pytest.param("def f(a):\n    return 0\n\n\n", id="a definition of the same name"),
        pytest.param('TEXT = """\ndef f(x): pass\n"""\n', id="a string that looks like it"),
        pytest.param("# é\U0001f389\n\n", id="characters of several bytes"),
        pytest.param("\f\n", id="form feed"),
        pytest.param("if True:\n\tx = 1\n", id="tabs"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_spans_in_a_definition(before: str, newline: str) -> None:
    text = before + "@wraps(g)\nasync  def f(é):\n    return (await  h(é,\n        1))\n"
    text = text.replace("\n", newline)
    assert f"h(é,{newline}        1)" in texts(text, ir.Call)
    assert f"await  h(é,{newline}        1)" in texts(text, ir.Await)


def test_spans_in_a_class() -> None:
    text = "class A(B):\n    x = f(1)\n\n    def m(self):\n        return g(2)\n"
    assert texts(text, ir.Call) == ["f(1)", "g(2)"]


def test_spans_of_a_pattern_are_those_of_python() -> None:
    text = "match a:\n    case A(x=1) | {b.c: 1} | b.d:\n        pass\n"
    assert places_by_wflint(text) == places_by_python(text)


def test_definitions_are_represented_by_their_names() -> None:
    text = "@d\ndef function(a): pass\n\nclass Class(A): pass\n"
    assert texts(text, ir.Define) == ["function"]
    assert texts(text, ir.DefineClass) == ["Class"]


def test_handlers_are_represented_by_their_keyword() -> None:
    text = "try:\n    f()\nexcept ValueError as e:\n    g()\n"
    assert texts(text, ir.Except) == ["except"]
    assert texts(text.replace("except ", "except* "), ir.Except) == ["except"]


def test_arguments_and_with_items_are_represented_by_their_value() -> None:
    assert texts("f(1, *a, key = b , **c)\n", ir.Argument) == ["1", "a", "b", "c"]
    assert texts("with open(x) as y, lock: pass\n", ir.WithItem) == ["open(x)", "lock"]


@pytest.mark.parametrize("written", ["()", "( )", "(\n  # none\n    )"])
def test_an_empty_tuple_is_its_innermost_parentheses(written: str) -> None:
    for around in ("{}", "({})", "( ( {} ))"):
        assert texts(f"def f():\n    g({around.format(written)})\n", ir.Container) == [written]


def test_a_module_without_an_end_of_line() -> None:
    assert texts("f(1) ;  g(2)", ir.Call) == ["f(1)", "g(2)"]


def test_a_deeper_indent_in_a_comment_does_not_shift_spans() -> None:
    text = dedent(
        """\
        class A:
            # one
                # two

            def m(self):
          # three
                return f(
            1)
        """
    )
    module = parsed(text)
    [call] = [each for each in walk(module.module) if isinstance(each.node, ir.Call)]
    assert span_text(module, call) == "f(\n    1)"
