from __future__ import annotations

from collections.abc import Iterator
from textwrap import dedent

from wflint.files.text import SourceText
from wflint.ir import nodes as ir
from wflint.ir.walk import blocks, literals, targets, walk
from wflint.languages.python.parse import parse


def statements(text: str) -> tuple[ir.Statement, ...]:
    return parse(SourceText("f.py", dedent(text))).module.body.block.statements


def names(nodes: Iterator[ir.Node]) -> list[str]:
    return [node.id for node in nodes if isinstance(node, ir.Name)]


def called(block: ir.Block) -> list[str]:
    """The functions that the statements of a block call, those of inner blocks aside."""
    values = [each.value for each in block.statements if isinstance(each, ir.Evaluate)]
    return names(each.func for each in values if isinstance(each, ir.Call))


def test_a_walk_follows_the_code() -> None:
    [statement] = statements("a = b(c, *d)[e] if f else [g for h in i]\n")
    assert names(walk(statement)) == ["a", "f", "b", "c", "d", "e", "h", "i", "g"]


def test_a_walk_enters_functions_and_classes() -> None:
    [define] = statements("""
        @a
        def f(x=b):
            class C(c):
                def g():
                    return lambda: d
    """)
    assert names(walk(define)) == ["b", "a", "c", "d"]


def test_a_walk_can_stay_out_of_inner_functions() -> None:
    [define] = statements("""
        def f():
            a()
            @b
            def g(x=c):
                hidden()
            return lambda y=d: hidden
    """)
    assert isinstance(define, ir.Define)
    assert names(walk(define.function, into_functions=False)) == ["a", "c", "b", "d"]
    assert names(walk(define, into_functions=False)) == []


def test_literals_know_the_definition_around_them() -> None:
    first, second = statements("""
        a = 1
        def f():
            def g():
                return 2
    """)
    assert isinstance(second, ir.Define)
    assert [(each.value, around) for each, around in literals(first)] == [(1, None)]
    assert [(each.value, around) for each, around in literals(second)] == [(2, second.function.handle)]


def test_blocks_are_those_of_a_statement_in_the_order_of_the_code() -> None:
    found = statements("""
        if x:
            a()
        elif y:
            b()
        else:
            c()
        for x in y:
            a()
        else:
            b()
        with x:
            a()
            if y:
                inner()
        try:
            a()
        except X:
            b()
        except Y:
            c()
        else:
            d()
        finally:
            e()
        match x:
            case 1:
                a()
            case 2:
                b()
        def f():
            hidden()
        class C:
            hidden()
        x = 1
    """)
    assert [[called(block) for block in blocks(statement)] for statement in found] == [
        [["a"], []],
        [["a"], ["b"]],
        [["a"]],
        [["a"], ["b"], ["c"], ["d"], ["e"]],
        [["a"], ["b"]],
        [],
        [],
        [],
    ]


def test_targets_bind_names() -> None:
    [assign] = statements("a, [b, *c], d.e, f[g] = h\n")
    assert isinstance(assign, ir.Assign)
    assert list(targets(assign.targets[0])) == ["a", "b", "c"]
