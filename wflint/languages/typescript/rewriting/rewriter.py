"""The TypeScript `Rewriter`: finds the syntax behind references, and hands it to the module that rewrites it."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence
from typing import NoReturn

from wflint.ir import nodes as ir
from wflint.ir.language import ParsedModule
from wflint.ir.rewriting import ChangingName, Codec, NodeRef, RefusedError, Rewritten, StepWriter
from wflint.languages.typescript.grammar import Node, own_node
from wflint.languages.typescript.rewriting import (
    arguments,
    decoding,
    detached,
    functions,
    results,
    sleeps,
    step_names,
    steps,
    unnesting,
    values,
    wrapping,
)
from wflint.languages.typescript.rewriting.naming import stem_of_function
from wflint.languages.typescript.rewriting.syntax_context import SyntaxContext


class TypeScriptArgumentRewriter:
    """Rewrites the arguments and members in the modules of one session."""

    def __init__(
        self,
        parsed: Callable[[ir.Module], ParsedModule],
        line_length: Callable[[ir.Module], int | None],
    ) -> None:
        self._parsed = parsed
        self._line_length = line_length
        self._known: dict[ir.Module, SyntaxContext] = {}

    def rename_attribute(self, ref: NodeRef, name: str, *, called: bool = False) -> Rewritten:
        return arguments.rename_attribute(*self._at(ref), name, called=called)

    def name_argument(self, argument: NodeRef, name: str, *, template: str = "{}") -> Rewritten:
        return arguments.name_argument(*self._at(argument), name, template)

    def ask_by_method(self, ref: NodeRef, method: str, key: str) -> Rewritten:
        return arguments.ask_by_method(*self._at(ref), method, key)

    def add_argument(self, call: NodeRef, position: int, text: str) -> Rewritten:
        return arguments.add_argument(*self._at(call), position, text)

    def swap_arguments(self, first: NodeRef, second: NodeRef) -> Rewritten:
        return self.swap(first, second)

    def swap(self, first: NodeRef, second: NodeRef) -> Rewritten:
        return arguments.swap(*self._both(first, second))

    def call_it(self, ref: NodeRef) -> Rewritten:
        return _refuse(ref)

    def unwrap_call(self, ref: NodeRef) -> Rewritten:
        return arguments.unwrap_call(*self._at(ref))

    def _at(self, ref: NodeRef) -> tuple[SyntaxContext, Node]:
        """Return a node with the file around it."""
        if ref.module not in self._known:
            source = self._parsed(ref.module).source
            self._known[ref.module] = SyntaxContext(source, ref.module, self._line_length(ref.module))
        syntax = self._known[ref.module]
        return syntax, own_node(ref.node.handle)

    def _both(self, first: NodeRef, second: NodeRef) -> tuple[SyntaxContext, Node, Node]:
        """Return two nodes with the file around them."""
        if first.module is not second.module:
            raise RefusedError("it takes changes in two files")
        syntax, node = self._at(first)
        return syntax, node, own_node(second.node.handle)


class TypeScriptRewriter(TypeScriptArgumentRewriter):
    """Rewrites the modules of one session; refuses what has no form in the language, or is not known to be right."""

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
        syntax, node = self._at(ref)
        if is_secret:
            wrapping.refuse_value(syntax, node, step)
        return wrapping.wrap(syntax, node, step, repeats=repeats, reads=reads)

    def sleep_in_step(
        self, ref: NodeRef, step: StepWriter, *, is_whole: bool, repeats: bool = False
    ) -> Rewritten:
        del is_whole  # numbers have one type, and the engine rounds them
        return sleeps.sleep(*self._at(ref), step, repeats=repeats)

    # --- how steps are run ---

    def await_it(self, ref: NodeRef, *, method: str = "") -> Rewritten:
        return steps.await_it(*self._at(ref), method=method)

    def await_each(self, ref: NodeRef, together: str, *, is_array: bool) -> Rewritten:
        return steps.await_each(*self._at(ref), together, is_array=is_array)

    def await_sequentially(self, ref: NodeRef) -> Rewritten:
        return _refuse(ref)

    def unnest(self, outer: NodeRef, inner: NodeRef, step: StepWriter) -> Rewritten:
        return unnesting.unnest(*self._both(outer, inner), step)

    def pass_callable(self, ref: NodeRef) -> Rewritten:
        return steps.pass_callable(*self._at(ref))

    def bind_arguments(self, call: NodeRef, function: NodeRef, surplus: Sequence[NodeRef]) -> Rewritten:
        syntax, node, given = self._both(call, function)
        return arguments.bind_arguments(syntax, node, given, _nodes(surplus))

    def wrap_in_asyncio_run(self, ref: NodeRef) -> Rewritten:
        return _refuse(ref)

    def change_color(
        self,
        function: NodeRef,
        steps: Sequence[NodeRef],
        context: NodeRef | None,
        type_name: str,
        *,
        is_async: bool,
    ) -> Rewritten:
        if not is_async:
            return _refuse(context, type_name)
        syntax, node = self._at(function)
        return functions.make_async(syntax, node, _nodes(steps))

    def bind_as_default(self, function: NodeRef, names: Sequence[str]) -> Rewritten:
        return functions.bind_variables(*self._at(function), names)

    def reraise(self, handler: NodeRef, exception: str) -> Rewritten:
        return steps.reraise(*self._at(handler), exception)

    def return_from_step(self, call: NodeRef, mutation: NodeRef, step: StepWriter) -> Rewritten:
        return results.return_from_step(*self._both(call, mutation), step)

    # --- names and values ---

    def number(
        self, name: NodeRef, loops: Sequence[NodeRef], step: StepWriter, *, suffix: str = ""
    ) -> Rewritten:
        syntax, node = self._at(name)
        return step_names.number(syntax, node, _nodes(loops), step, suffix)

    def drop_from_names(
        self,
        names: Sequence[ChangingName],
        changing: Container[object],
        step: StepWriter,
        unneeded: Sequence[NodeRef],
    ) -> Rewritten:
        syntax, _ = self._at(names[0].name)
        given = [(own_node(each.name.node.handle), _nodes(each.loops)) for each in names]
        return step_names.drop_parts(syntax, given, changing, step, _nodes(unneeded))

    def name_by_function(
        self, name: NodeRef, function: NodeRef, step: StepWriter, template: str
    ) -> Rewritten:
        syntax, node, given = self._both(name, function)
        stem = stem_of_function(syntax, given, step)
        return step_names.put_before(syntax, node, stem) if stem else arguments.apply(syntax, node, template)

    def extend_name(self, name: NodeRef, suffix: str) -> Rewritten:
        return step_names.extend_name(*self._at(name), suffix)

    def replace_text(self, ref: NodeRef, text: str) -> Rewritten:
        return values.replace_text(*self._at(ref), text)

    def bind_methods(self, methods: Sequence[NodeRef]) -> Rewritten:
        syntax, first = self._at(methods[0])
        return detached.bind_methods(syntax, [first, *_nodes(methods[1:])])

    def take_member(self, ref: NodeRef, member: str) -> Rewritten:
        return arguments.take_member(*self._at(ref), member)

    def apply(self, ref: NodeRef, template: str) -> Rewritten:
        return arguments.apply(*self._at(ref), template)

    def encode_result(self, step: NodeRef, returned: NodeRef, codec: Codec, *, awaits: bool) -> Rewritten:
        syntax, node, value = self._both(step, returned)
        return results.encode_result(syntax, node, value, codec, awaits=awaits)

    def decode_result(self, step: NodeRef, codec: Codec) -> Rewritten:
        return results.decode_result(*self._at(step), codec)

    def encode_part(self, step: NodeRef, part: NodeRef, template: str) -> Rewritten:
        return results.encode_part(*self._both(step, part), template)

    def decode_use(self, ref: NodeRef, template: str) -> Rewritten:
        return decoding.decode_use(*self._at(ref), template)

    def read_key(self, ref: NodeRef) -> Rewritten:
        return _refuse(ref)


def _nodes(references: Iterable[NodeRef]) -> list[Node]:
    return [own_node(each.node.handle) for each in references]


def _refuse(*_: object) -> NoReturn:
    raise RefusedError("TypeScript has nothing like it")
