"""The Python `Rewriter`: finds the syntax behind references, and hands it to the module that rewrites it."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence

import libcst as cst

from wflint.ir import nodes as ir
from wflint.ir.language import ParsedModule
from wflint.ir.rewriting import ChangingName, Codec, NodeRef, RefusedError, Rewritten, StepWriter
from wflint.languages.python.parse import own_module
from wflint.languages.python.rewriting import arguments, functions, name_parts, step_calls, values, wrapping
from wflint.languages.python.rewriting.syntax_context import SyntaxContext


class PythonArgumentRewriter:
    """Rewrites the arguments and attributes in the modules of one session."""

    def __init__(
        self,
        parsed: Callable[[ir.Module], ParsedModule],
        optional: Callable[[ir.Module], frozenset[str]],
        line_length: Callable[[ir.Module], int | None],
    ) -> None:
        self._contexts = _Contexts(parsed, optional, line_length)

    def rename_attribute(self, ref: NodeRef, name: str, *, called: bool = False) -> Rewritten:
        syntax, node = self._contexts.at(ref)
        return arguments.rename_attribute(syntax, node, name, called=called)

    def name_argument(self, argument: NodeRef, name: str, *, template: str = "{}") -> Rewritten:
        syntax, node = self._contexts.at(argument)
        named = arguments.name_argument(syntax, node, name)
        return named if template == "{}" else named + values.apply(syntax, node, template)

    def ask_by_method(self, ref: NodeRef, method: str, key: str) -> Rewritten:
        del ref, method, key
        raise RefusedError("in Python, what is read by methods can be read by items as well")

    def add_argument(self, call: NodeRef, position: int, text: str) -> Rewritten:
        syntax, node = self._contexts.at(call)
        return arguments.add_argument(syntax, node, position, text)

    def swap_arguments(self, first: NodeRef, second: NodeRef) -> Rewritten:
        syntax, one, two = self._contexts.both(first, second)
        return arguments.swap_arguments(syntax, one, two)

    def swap(self, first: NodeRef, second: NodeRef) -> Rewritten:
        return arguments.swap(*self._contexts.both(first, second))

    def call_it(self, ref: NodeRef) -> Rewritten:
        return arguments.call_it(*self._contexts.at(ref))

    def unwrap_call(self, ref: NodeRef) -> Rewritten:
        return arguments.unwrap_call(*self._contexts.at(ref))


class PythonRewriter(PythonArgumentRewriter):
    """Rewrites the modules of one session."""

    # --- new steps ---

    def wrap_in_step(
        self,
        ref: NodeRef,
        step: StepWriter,
        *,
        repeats: bool = False,
        reads: bool = False,
        is_secret: bool = False,
    ) -> Rewritten:
        syntax, node = self._contexts.at(ref)
        if is_secret:
            return wrapping.wrap_condition(syntax, node, step, repeats=repeats)
        return wrapping.wrap(syntax, node, step, repeats=repeats, reads=reads)

    def sleep_in_step(
        self, ref: NodeRef, step: StepWriter, *, is_whole: bool, repeats: bool = False
    ) -> Rewritten:
        syntax, node = self._contexts.at(ref)
        return step_calls.sleep(syntax, node, step, is_whole=is_whole, repeats=repeats)

    # --- how steps are run ---

    def await_it(self, ref: NodeRef, *, method: str = "") -> Rewritten:
        return step_calls.await_it(*self._contexts.at(ref), method=method)

    def await_each(self, ref: NodeRef, together: str, *, is_array: bool) -> Rewritten:
        del ref, together, is_array
        raise RefusedError("only comprehensions make several coroutines at once")

    def await_sequentially(self, ref: NodeRef) -> Rewritten:
        return step_calls.await_sequentially(*self._contexts.at(ref))

    def unnest(self, outer: NodeRef, inner: NodeRef, step: StepWriter) -> Rewritten:
        syntax, first, second = self._contexts.both(outer, inner)
        return step_calls.unnest(syntax, first, second, step)

    def pass_callable(self, ref: NodeRef) -> Rewritten:
        return functions.pass_callable(*self._contexts.at(ref))

    def bind_arguments(self, call: NodeRef, function: NodeRef, surplus: Sequence[NodeRef]) -> Rewritten:
        syntax, first, second = self._contexts.both(call, function)
        return functions.bind_arguments(syntax, first, second, [_node(each) for each in surplus])

    def wrap_in_asyncio_run(self, ref: NodeRef) -> Rewritten:
        return functions.wrap_in_asyncio_run(*self._contexts.at(ref))

    def change_color(
        self,
        function: NodeRef,
        steps: Sequence[NodeRef],
        context: NodeRef | None,
        type_name: str,
        *,
        is_async: bool,
    ) -> Rewritten:
        syntax, node = self._contexts.at(function)
        annotation = _node(context) if context is not None else None
        calls = [_node(step) for step in steps]
        return functions.change_color(syntax, node, calls, annotation, type_name, is_async=is_async)

    def bind_as_default(self, function: NodeRef, names: Sequence[str]) -> Rewritten:
        syntax, node = self._contexts.at(function)
        return functions.bind_as_default(syntax, node, names)

    def reraise(self, handler: NodeRef, exception: str) -> Rewritten:
        syntax, node = self._contexts.at(handler)
        return values.reraise(syntax, node, exception)

    def return_from_step(self, call: NodeRef, mutation: NodeRef, step: StepWriter) -> Rewritten:
        del step
        syntax, first, second = self._contexts.both(call, mutation)
        return values.return_from_step(syntax, first, second)

    # --- names and values ---

    def number(
        self, name: NodeRef, loops: Sequence[NodeRef], step: StepWriter, *, suffix: str = ""
    ) -> Rewritten:
        del step  # `enumerate` goes through anything
        syntax, node = self._contexts.at(name)
        return values.number(syntax, node, [_node(loop) for loop in loops], suffix)

    def drop_from_names(
        self,
        names: Sequence[ChangingName],
        changing: Container[object],
        step: StepWriter,
        unneeded: Sequence[NodeRef],
    ) -> Rewritten:
        del step
        syntax, _ = self._contexts.at(names[0].name)
        given = [(_node(each.name), [_node(loop) for loop in each.loops]) for each in names]
        return name_parts.drop_parts(syntax, given, changing, [_node(each) for each in unneeded])

    def name_by_function(
        self, name: NodeRef, function: NodeRef, step: StepWriter, template: str
    ) -> Rewritten:
        del function, step
        return self.apply(name, template)

    def extend_name(self, name: NodeRef, suffix: str) -> Rewritten:
        syntax, node = self._contexts.at(name)
        return values.extend_name(syntax, node, suffix)

    def replace_text(self, ref: NodeRef, text: str) -> Rewritten:
        syntax, node = self._contexts.at(ref)
        return values.replace_text(syntax, node, text)

    def bind_methods(self, methods: Sequence[NodeRef]) -> Rewritten:
        del methods
        raise RefusedError("a method of Python knows its object")

    def take_member(self, ref: NodeRef, member: str) -> Rewritten:
        del ref, member
        raise RefusedError("Python does not destructure objects")

    def apply(self, ref: NodeRef, template: str) -> Rewritten:
        syntax, node = self._contexts.at(ref)
        return values.apply(syntax, node, template)

    def encode_result(self, step: NodeRef, returned: NodeRef, codec: Codec, *, awaits: bool) -> Rewritten:
        syntax, first, second = self._contexts.both(step, returned)
        return functions.encode_result(syntax, first, second, codec, awaits=awaits)

    def decode_result(self, step: NodeRef, codec: Codec) -> Rewritten:
        del step, codec
        raise RefusedError("in Python, JSON makes no text of a value by itself")

    def encode_part(self, step: NodeRef, part: NodeRef, template: str) -> Rewritten:
        del step
        return self.apply(part, template)

    def decode_use(self, ref: NodeRef, template: str) -> Rewritten:
        return self.apply(ref, template)

    def read_key(self, ref: NodeRef) -> Rewritten:
        return values.read_key(*self._contexts.at(ref))


class _Contexts:
    """Finds the syntax behind a reference; each definition is laid out once."""

    def __init__(
        self,
        parsed: Callable[[ir.Module], ParsedModule],
        optional: Callable[[ir.Module], frozenset[str]],
        line_length: Callable[[ir.Module], int | None],
    ) -> None:
        self._parsed = parsed
        self._optional = optional
        self._line_length = line_length
        self._known: dict[tuple[ir.Module, object], SyntaxContext] = {}

    def at(self, ref: NodeRef) -> tuple[SyntaxContext, cst.CSTNode]:
        """Return a node with the definition around it."""
        key = (ref.module, ref.enclosing_definition)
        if key not in self._known:
            self._known[key] = SyntaxContext(
                own_module(self._parsed(ref.module)),
                ref.enclosing_definition,
                self._optional(ref.module),
                self._line_length(ref.module),
            )
        return self._known[key], _node(ref)

    def both(self, first: NodeRef, second: NodeRef) -> tuple[SyntaxContext, cst.CSTNode, cst.CSTNode]:
        """Return two nodes of one definition.

        Raises:
            RefusedError: They stand in different ones.
        """
        if first.module is not second.module or first.enclosing_definition is not second.enclosing_definition:
            raise RefusedError("it takes changes in two functions")
        syntax, node = self.at(first)
        return syntax, node, _node(second)


def _node(ref: NodeRef) -> cst.CSTNode:
    handle = ref.node.handle
    assert isinstance(handle, cst.CSTNode)  # noqa: S101 - this front end made it
    return handle
