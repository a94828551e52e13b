"""Go up and down the syntax tree of one top-level definition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

import libcst as cst

from wflint.ir.rewriting import RefusedError
from wflint.languages.python.spans import Nested

_Node = TypeVar("_Node", bound=cst.CSTNode)
Root = cst.FunctionDef | cst.ClassDef | cst.Module
Function = cst.FunctionDef | cst.Lambda


class SyntaxTree:
    """The nodes of one top-level definition, each with the one around it.

    Attributes:
        root: The definition, the whole file for code outside of any.
    """

    def __init__(self, root: Root, nodes: Iterable[Nested]) -> None:
        """Lay out a tree.

        Args:
            root: The definition.
            nodes: Its nodes in the order of the code, itself first.
        """
        self.root = root
        self._parents: dict[cst.CSTNode, cst.CSTNode] = {}
        # LibCST finds the children of a node by visiting them, which is expensive; the locator has passed all of them.
        self._children: dict[cst.CSTNode, list[cst.CSTNode]] = {}
        around: list[cst.CSTNode] = []
        for depth, node in nodes:
            del around[depth:]
            self._children[node] = []
            if around:
                self._parents[node] = around[-1]
                self._children[around[-1]].append(node)
            around.append(node)

    def parent(self, node: cst.CSTNode) -> cst.CSTNode | None:
        """Return the node around a node; `None` for the root."""
        return self._parents.get(node)

    def ancestors(self, node: cst.CSTNode) -> Iterator[cst.CSTNode]:
        """Yield the nodes around a node, innermost first."""
        at = self._parents.get(node)
        while at is not None:
            yield at
            at = self._parents.get(at)

    def find(self, node: cst.CSTNode, *kinds: type[_Node]) -> list[_Node]:
        """Return those of a node and the nodes in it that are of some kinds, in the order of the code."""
        found: list[_Node] = []
        waiting = [node]
        while waiting:
            at = waiting.pop()
            if isinstance(at, kinds):
                found.append(at)
            children = self._children.get(at)
            waiting.extend(reversed(at.children if children is None else children))
        return found

    def enclosing_function(self, node: cst.CSTNode) -> Function | None:
        """Return the innermost function whose body a node stands in.

        That is not one whose decorator, default or annotation it is.
        """
        inner = node
        for outer in self.ancestors(node):
            if isinstance(outer, Function) and inner is outer.body:
                return outer
            inner = outer
        return None

    def enclosing_statement(self, node: cst.CSTNode) -> cst.BaseStatement:
        """Return the statement around a node that has lines of its own.

        Raises:
            RefusedError: It shares its line with others.
        """
        for each in (node, *self.ancestors(node)):
            if isinstance(each, (cst.SimpleStatementLine, cst.BaseCompoundStatement)):
                if isinstance(each, cst.SimpleStatementLine) and len(each.body) > 1:
                    raise RefusedError("it shares its line with other statements")
                if isinstance(self.parent(each), (cst.IndentedBlock, cst.Module)):
                    return each
            if isinstance(each, cst.SimpleStatementSuite):
                raise RefusedError("it shares its line with other statements")
        raise RefusedError("it is no part of a statement")

    def block_of(self, statement: cst.BaseStatement) -> tuple[list[cst.BaseStatement], int]:
        """Return the statements around a statement that run one after the other, and its place among them."""
        parent = self.parent(statement)
        if not isinstance(parent, (cst.IndentedBlock, cst.Module)):
            return [statement], 0
        statements: list[cst.BaseStatement] = list(parent.body)
        return statements, next(place for place, each in enumerate(statements) if each is statement)

    def awaited(self, node: cst.CSTNode) -> cst.CSTNode:
        """Return the `await` around an expression, or the expression itself where there is none."""
        parent = self.parent(node)
        return parent if isinstance(parent, cst.Await) else node

    def argument_of(self, node: cst.CSTNode) -> cst.Arg:
        """Return the argument whose value a node is.

        Raises:
            RefusedError: It is none.
        """
        parent = self.parent(node)
        if not isinstance(parent, cst.Arg):
            raise RefusedError("it is no argument of its own")
        return parent

    def is_bound(self, node: cst.CSTNode) -> bool:
        """Return whether a name is bound where it stands."""
        inner = node
        for outer in self.ancestors(node):
            match outer:
                case cst.AssignTarget() | cst.AsName() | cst.Param():
                    return True
                case cst.AnnAssign() | cst.AugAssign() | cst.For() | cst.CompFor() | cst.NamedExpr():
                    return outer.target is inner
                case cst.Tuple() | cst.List() | cst.Element() | cst.StarredElement():
                    inner = outer
                case _:
                    return False
        return False

    def is_only_given_to(self, function: cst.FunctionDef, call: cst.CSTNode) -> bool:
        """Return whether a call is given a function, and nothing else names it."""
        name = function.name.value
        uses = [each for each in self.find(self.root, cst.Name) if each.value == name]
        given = isinstance(call, cst.Call) and any(
            isinstance(arg.value, cst.Name) and arg.value.value == name for arg in call.args
        )
        return given and len(uses) == 2

    def needs_parentheses(self, node: cst.CSTNode) -> bool:
        """Return whether what stands around an expression would take only a part of an `await` in its place."""
        if isinstance(node, cst.BaseExpression) and node.lpar:
            return False
        parent = self.parent(node)
        match parent:
            case cst.Attribute() | cst.Subscript():
                return parent.value is node
            case cst.Call():
                return parent.func is node
            case cst.Await():
                return True
            case cst.BinaryOperation(operator=cst.Power()):
                return parent.left is node
            case _:
                return False
