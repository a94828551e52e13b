"""Go up and down the syntax tree of one top-level definition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TypeVar, cast

import libcst as cst

from wflint.ir.rewriting import RefusedError
from wflint.languages.python.spans import Nested

_Node = TypeVar("_Node", bound=cst.CSTNode)
Root = cst.FunctionDef | cst.ClassDef | cst.Module
Function = cst.FunctionDef | cst.Lambda
_NAMED = (cst.Param, cst.AsName, cst.ImportAlias)
_BINDERS = (cst.AssignTarget, cst.NamedExpr, cst.For, cst.CompFor, cst.AnnAssign, *_NAMED)


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
        self._nodes: list[cst.CSTNode] = []
        # By place in the order of the code: the place of the node around, and the one after the last node inside.
        self._parents: list[int] = []
        self._ends: list[int] = []
        self._places: dict[int, int] = {}
        around: list[int] = []
        for place, (depth, node) in enumerate(nodes):
            for each in around[depth:]:
                self._ends[each] = place
            del around[depth:]
            self._nodes.append(node)
            self._parents.append(around[-1] if around else -1)
            self._ends.append(-1)
            self._places[id(node)] = place
            around.append(place)
        for each in around:
            self._ends[each] = len(self._nodes)

    def parent(self, node: cst.CSTNode) -> cst.CSTNode | None:
        """Return the node around a node; `None` for the root."""
        return next(self.ancestors(node), None)

    def ancestors(self, node: cst.CSTNode) -> Iterator[cst.CSTNode]:
        """Yield the nodes around a node, innermost first."""
        place = self._places.get(id(node), -1)
        while place >= 0 and (place := self._parents[place]) >= 0:
            yield self._nodes[place]

    def find(self, node: cst.CSTNode, *kinds: type[_Node]) -> list[_Node]:
        """Return those of a node and the nodes in it that are of some kinds, in the order of the code."""
        place = self._places.get(id(node), -1)
        nodes = self._nodes[place : self._ends[place]] if place >= 0 else list(_with_children(node))
        # LibCST's classes are abstract ones, whose `isinstance` takes long: it is asked once for each type.
        wanted = {kind for kind in {type(each) for each in nodes} if issubclass(kind, kinds)}
        return [cast("_Node", each) for each in nodes if type(each) in wanted]

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
        raise RefusedError("it is not part of a statement")

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
            raise RefusedError("it is not an argument of its own")
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

    @cached_property
    def bound(self) -> frozenset[str]:
        """Return the names that the definition and everything in it binds."""
        targets = (
            each.name if isinstance(each, _NAMED) else each.target  # type: ignore[attr-defined]
            for each in self.find(self.root, *_BINDERS)
        )
        return frozenset(name.value for target in targets for name in self.find(target, cst.Name))

    def is_variable(self, node: cst.CSTNode) -> bool:
        """Return whether a name stands for a variable rather than for an attribute or a keyword."""
        parent = self.parent(node)
        return not (
            (isinstance(parent, cst.Attribute) and parent.attr is node)
            or (isinstance(parent, cst.Arg) and parent.keyword is node)
        )

    def is_only_given_to(self, function: cst.FunctionDef, call: cst.CSTNode) -> bool:
        """Return whether a call is given a function, and nothing else names it."""
        name = function.name.value
        scope = self.enclosing_function(function) or self.root
        uses = [each for each in self.find(scope, cst.Name) if each.value == name]
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


def _with_children(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """Yield a node outside of the tree and the nodes in it; LibCST finds children by visiting them, which is slow."""
    yield node
    for child in node.children:
        yield from _with_children(child)
