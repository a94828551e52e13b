"""Lower `switch`: each case with all that it falls through to, and without the `break` that ends it."""

from __future__ import annotations

from collections.abc import Iterator

from wflint.ir import nodes as ir
from wflint.languages.typescript.expressions import children, lower, lower_field
from wflint.languages.typescript.grammar import Node
from wflint.languages.typescript.scope import LexicalScope

_LEAVES = frozenset({"break_statement", "return_statement", "throw_statement", "continue_statement"})


def lower_switch(scope: LexicalScope, node: Node) -> Iterator[ir.Statement]:
    """Yield the statement that stands for a `switch`."""
    body = node.child_by_field_name("body")
    cases = children(body) if body is not None else []
    subject = lower_field(scope, node, "value")
    lowered: list[ir.Case] = []
    labels: list[ir.Expr] = []
    is_default = False
    for place, case in enumerate(cases):
        value = case.child_by_field_name("value")
        if value is not None:
            labels.append(lower(scope, value))
        is_default = is_default or case.type == "switch_default"
        if not _body(case) and place + 1 < len(cases):
            continue  # a further label of the next case
        statements = list(_until_break(cases[place:]))
        before = scope.enter(())
        block = ir.Block(case, _ended(scope.file.parts.statements(scope, statements)))
        scope.blocks = before
        lowered.append(ir.Case(case, (), tuple(labels), None, block, is_default))
        labels, is_default = [], False
    yield ir.Match(node, subject, tuple(lowered))


def _body(case: Node) -> list[Node]:
    return [child for child in case.children_by_field_name("body") if child.type != "comment"]


def _until_break(cases: list[Node]) -> Iterator[Node]:
    """Yield the statements that run from a case on, up to the one that leaves the `switch`."""
    for case in cases:
        for statement in _body(case):
            yield from children(statement) if statement.type == "statement_block" else (statement,)
            last = statement
            while last.type == "statement_block" and last.named_children:
                last = last.named_children[-1]
            if last.type in _LEAVES:
                return


def _ended(statements: tuple[ir.Statement, ...]) -> tuple[ir.Statement, ...]:
    """Return statements without the `break` that leaves the `switch`: what stands after one in a branch is skipped."""
    for place, statement in enumerate(statements):
        if isinstance(statement, ir.Jump) and statement.kind == "break":
            return statements[:place]
        if isinstance(statement, ir.If) and (_breaks(statement.body) or _breaks(statement.orelse)):
            return (*statements[:place], _with_rest(statement, statements[place + 1 :]))
    return statements


def _with_rest(statement: ir.If, rest: tuple[ir.Statement, ...]) -> ir.If:
    body = ir.Block(statement.body.handle, _continued(statement.body, rest))
    orelse = statement.orelse or ir.Block(statement.handle, ())
    return ir.If(statement.handle, statement.test, body, ir.Block(orelse.handle, _continued(orelse, rest)))


def _continued(block: ir.Block, rest: tuple[ir.Statement, ...]) -> tuple[ir.Statement, ...]:
    return _ended(block.statements) if _breaks(block) else _ended((*block.statements, *rest))


def _breaks(block: ir.Block | None) -> bool:
    """Return whether a block ends with a `break`, or a branch in it does."""
    for statement in block.statements if block is not None else ():
        if isinstance(statement, ir.Jump) and statement.kind == "break":
            return True
        if isinstance(statement, ir.If) and (_breaks(statement.body) or _breaks(statement.orelse)):
            return True
    return False
