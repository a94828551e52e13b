"""The Python `Rewriter`: finds the syntax behind a rule's places, and hands it to the module that rewrites it."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence

import libcst as cst

from wflint.ir import nodes as ir
from wflint.ir.language import ParsedModule
from wflint.ir.rewriting import Codec, NodeRef, RefusedError, Rewritten, StepWriter
from wflint.languages.python.parse import own_module
from wflint.languages.python.rewriting import arguments, drops, functions, steps, values, wrapping
from wflint.languages.python.rewriting.region import Region


class PythonRewriter:
    """Rewrites the modules of one session."""

    def __init__(self, parsed: Callable[[ir.Module], ParsedModule]) -> None:
        self._parsed = parsed
        self._regions: dict[tuple[ir.Module, object], Region] = {}

    # --- new steps ---

    def wrap_in_step(self, place: NodeRef, step: StepWriter, *, repeats: bool = False) -> Rewritten:
        region, node = self._at(place)
        return wrapping.wrap(region, node, step, repeats=repeats)

    def sleep_in_step(
        self, place: NodeRef, step: StepWriter, *, is_whole: bool, repeats: bool = False
    ) -> Rewritten:
        region, node = self._at(place)
        return steps.sleep(region, node, step, is_whole=is_whole, repeats=repeats)

    # --- how steps are run ---

    def await_it(self, place: NodeRef, *, method: str = "") -> Rewritten:
        return steps.await_it(*self._at(place), method=method)

    def one_after_another(self, place: NodeRef) -> Rewritten:
        return steps.one_after_another(*self._at(place))

    def unnest(self, outer: NodeRef, inner: NodeRef) -> Rewritten:
        region, first, second = self._both(outer, inner)
        return steps.unnest(region, first, second)

    def pass_function(self, place: NodeRef) -> Rewritten:
        return functions.pass_function(*self._at(place))

    def bind_arguments(self, call: NodeRef, function: NodeRef, surplus: Sequence[NodeRef]) -> Rewritten:
        region, first, second = self._both(call, function)
        return functions.bind_arguments(region, first, second, [_node(each) for each in surplus])

    def run_to_end(self, place: NodeRef) -> Rewritten:
        return functions.run_to_end(*self._at(place))

    def change_color(
        self,
        function: NodeRef,
        steps: Sequence[NodeRef],
        context: NodeRef | None,
        type_name: str,
        *,
        is_async: bool,
    ) -> Rewritten:
        region, node = self._at(function)
        annotation = _node(context) if context is not None else None
        calls = [_node(step) for step in steps]
        return functions.change_color(region, node, calls, annotation, type_name, is_async=is_async)

    def bind_now(self, function: NodeRef, names: Sequence[str]) -> Rewritten:
        region, node = self._at(function)
        return functions.bind_now(region, node, names)

    def let_pass(self, handler: NodeRef, exception: str) -> Rewritten:
        region, node = self._at(handler)
        return values.let_pass(region, node, exception)

    def return_from_step(self, call: NodeRef, mutation: NodeRef) -> Rewritten:
        region, first, second = self._both(call, mutation)
        return values.return_from_step(region, first, second)

    # --- names and values ---

    def number(self, name: NodeRef, loops: Sequence[NodeRef]) -> Rewritten:
        region, node = self._at(name)
        return values.number(region, node, [_node(loop) for loop in loops])

    def drop_from_name(
        self,
        name: NodeRef,
        changing: Container[object],
        *,
        loops: Sequence[NodeRef],
        unneeded: Sequence[NodeRef],
    ) -> Rewritten:
        region, node = self._at(name)
        counted = [_node(each) for each in loops]
        return drops.drop(region, node, changing, counted, [_node(each) for each in unneeded])

    def extend_name(self, name: NodeRef, suffix: str) -> Rewritten:
        region, node = self._at(name)
        return values.extend_name(region, node, suffix)

    def replace_text(self, place: NodeRef, text: str) -> Rewritten:
        region, node = self._at(place)
        return values.replace_text(region, node, text)

    def apply(self, place: NodeRef, template: str) -> Rewritten:
        region, node = self._at(place)
        return values.apply(region, node, template)

    def encode_result(self, step: NodeRef, returned: NodeRef, codec: Codec, *, awaits: bool) -> Rewritten:
        region, first, second = self._both(step, returned)
        return functions.encode_result(region, first, second, codec, awaits=awaits)

    def read_key(self, place: NodeRef) -> Rewritten:
        return values.read_key(*self._at(place))

    # --- arguments and attributes ---

    def rename_attribute(self, place: NodeRef, name: str, *, called: bool = False) -> Rewritten:
        region, node = self._at(place)
        return arguments.rename_attribute(region, node, name, called=called)

    def name_argument(self, argument: NodeRef, name: str) -> Rewritten:
        region, node = self._at(argument)
        return arguments.name_argument(region, node, name)

    def add_argument(self, call: NodeRef, position: int, text: str) -> Rewritten:
        region, node = self._at(call)
        return arguments.add_argument(region, node, position, text)

    def swap_arguments(self, first: NodeRef, second: NodeRef) -> Rewritten:
        region, one, two = self._both(first, second)
        return arguments.swap_arguments(region, one, two)

    def unwrap_call(self, place: NodeRef) -> Rewritten:
        return arguments.unwrap_call(*self._at(place))

    # --- from places to syntax ---

    def _at(self, place: NodeRef) -> tuple[Region, cst.CSTNode]:
        key = (place.module, place.outermost)
        if key not in self._regions:
            self._regions[key] = Region(own_module(self._parsed(place.module)), place.outermost)
        return self._regions[key], _node(place)

    def _both(self, first: NodeRef, second: NodeRef) -> tuple[Region, cst.CSTNode, cst.CSTNode]:
        if first.module is not second.module or first.outermost is not second.outermost:
            raise RefusedError("it takes changes in two functions")
        region, node = self._at(first)
        return region, node, _node(second)


def _node(place: NodeRef) -> cst.CSTNode:
    handle = place.node.handle
    assert isinstance(handle, cst.CSTNode)  # noqa: S101 - this front end made it
    return handle
