"""From the events of a handler to the tree that explains it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from wflint.domain.contents import reachable_taint
from wflint.domain.taint import taint_sources
from wflint.explaining.counts import Counts
from wflint.explaining.headers import arm_headers, deciders, handled_header, loop_header
from wflint.explaining.nodes import Block, BlockKind, Effect, Leave, Part, Step, Unknown
from wflint.explaining.steps import arguments, captures, returns
from wflint.model.effects import chain_of
from wflint.model.step_functions import is_called_early
from wflint.trace.events import (
    Branch,
    Concurrent,
    EffectCall,
    Exit,
    InlinedCall,
    Loop,
    Mutation,
    StepCalled,
    StepExecuted,
    SummarizedEffect,
    TryBlock,
    UnknownCall,
    WithBlock,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wflint.domain.sites import Path, Site
    from wflint.domain.values import Value
    from wflint.explaining.headers import Deciders
    from wflint.explaining.nodes import Node, Origin, Times
    from wflint.explaining.written import Written
    from wflint.ir import nodes as ir
    from wflint.model.handler import Handler
    from wflint.trace.event import Event
    from wflint.trace.steps import StepCall


@dataclass(frozen=True, slots=True)
class _Where:
    """Where the walk is.

    Attributes:
        function: The function whose events these are.
        depth: The number of calls of workflow helpers that lead here.
        conditions: What must hold for control to come here.
        loops: The loops around.
        is_inner: Whether control comes here only sometimes, so that leaving makes a difference.
    """

    function: ir.Function
    depth: int = 0
    conditions: tuple[str, ...] = ()
    loops: tuple[str, ...] = ()
    is_inner: bool = False


@dataclass(slots=True)
class Tree:
    """Makes the nodes of one handler, and notes the calls that cannot be followed."""

    handler: Handler
    written: Written
    counts: Counts
    unknown: dict[tuple[Site, str | None], Unknown] = field(
        default_factory=dict["tuple[Site, str | None]", "Unknown"]
    )

    known: dict[ir.Function, Deciders] = field(default_factory=dict["ir.Function", "Deciders"])

    def nodes(self) -> tuple[Node, ...]:
        """The handler's nodes."""
        return self._nodes(self.handler.events, _Where(self.handler.function))

    def _nodes(self, events: Iterable[Event], where: _Where) -> tuple[Node, ...]:
        found = dict.fromkeys(node for event in events for node in self._event(event, where))
        return tuple(found)

    def _event(self, event: Event, where: _Where) -> Iterator[Node]:
        match event:
            case StepExecuted():
                yield self._step(event.step, event, where)
            case StepCalled() if not event.step.ran:
                yield self._step(event.step, event, where)
            case EffectCall() | SummarizedEffect():
                yield self._effect(event, where.depth)
            case UnknownCall():
                self._note_unknown(event.site, None, event.why)
            case Exit() if where.is_inner:
                yield Leave(self.written.text(event.site), self.written.place(event.site))
            case InlinedCall():
                yield from self._inlined(event, where)
            case Branch():
                yield from self._branch(event, where)
            case Loop():
                yield from self._loop(event, where)
            case TryBlock() | WithBlock() | Concurrent():
                if _has_step([event]):
                    yield from self._around_steps(event, where)
                else:
                    for block in event.children:
                        yield from self._nodes(block, where)
            case _:
                pass

    # --- leaves ---

    def _effect(self, event: EffectCall | SummarizedEffect, depth: int) -> Effect:
        call = _call_of(event)
        runs = self.counts.runs(event) if self.handler.is_served else None
        return self._told(call, call.path[depth:] or call.path[-1:], runs)

    def _told(self, call: EffectCall, path: Path, runs: Times | None) -> Effect:
        access = call.access.value if call.access is not None else None
        return Effect(call.row.effect.value, access, call.name, self.written.links(path), runs)

    def _note_unknown(self, site: Site, step: StepCall | None, why: str = "") -> None:
        name = self._name(step) if step is not None else None
        text = self.written.text(site)
        # A function that is handed to a step is called where it is handed over.
        call = text if text.endswith(")") else f"{text}()"
        self.unknown.setdefault((site, name), Unknown(call, self.written.place(site), name, why))

    def _name(self, step: StepCall) -> str:
        return self.written.argument(step, step.name.node if step.name is not None else None)

    def _step(self, step: StepCall, event: Event, where: _Where) -> Step:
        effects: list[Effect] = []
        nested: list[Step] = []
        changes: dict[str, None] = {}
        early = is_called_early(step)
        function = step.function
        if function is not None and function.node is not None and not function.value.alternatives:
            self._note_unknown(step.site_of(function.node), step)
        for each in _flat(step.body):
            match each:
                case EffectCall() | SummarizedEffect():
                    call = _call_of(each)
                    path = chain_of(call.path, step, where.depth) or call.path[-1:]
                    effects.append(self._told(call, path, None))
                case UnknownCall() if not early:
                    self._note_unknown(each.site, step, each.why)
                case Mutation():
                    changes[each.variable] = None
                case StepCalled():
                    nested.append(
                        self._step(each.step, event, replace(where, depth=len(each.step.caller_path)))
                    )
                case _:
                    pass
        return Step(
            step.method.kind.value,
            self._name(step),
            self.written.place(step.site),
            self.counts.position(event),
            self.counts.runs_behind(event) if self.handler.is_served else None,
            arguments(step, self.written),
            where.conditions,
            where.loops,
            captures(self.handler, step, self.written),
            returns(self.handler, step),
            tuple(dict.fromkeys(effects)),
            tuple(changes),
            tuple(nested),
            early,
            step.ran,
        )

    # --- blocks ---

    def _inlined(self, event: InlinedCall, where: _Where) -> Iterator[Node]:
        if not _has_step([event]):
            # What such a function does is told by the cause chains of its effects.
            for each in _flat(event.body):
                yield from self._event(each, replace(where, is_inner=False))
            return
        inner = replace(where, function=event.function, depth=where.depth + 1, is_inner=False)
        nodes = self._nodes(event.body, inner)
        part = Part(self.written.text(event.site), self.written.place(event.site), nodes)
        yield Block(BlockKind.HELPER, (part,))

    def _branch(self, event: Branch, where: _Where) -> Iterator[Node]:
        parts: list[Part] = []
        headers = arm_headers(event, self._deciders(where.function), self.written)
        for header, arm in zip(headers, event.arms, strict=True):
            inner = replace(where, conditions=(*where.conditions, header.condition), is_inner=True)
            nodes = self._nodes(arm, inner)
            if nodes:
                shown = header.text if parts else header.alone
                parts.append(Part(shown, self.written.place(event.site), nodes))
        origins = self._origins(event.test)
        last = parts[-1].nodes if parts else ()
        if len(parts) > 1 and parts[-1].header == "else" and len(last) == 1:
            only = last[0]
            if isinstance(only, Block) and only.parts[0].header.startswith("if "):
                first, *others = only.parts
                parts[-1:] = [replace(first, header=f"el{first.header}"), *others]
                origins = (*origins, *only.origins)
        if parts:
            yield Block(BlockKind.CHOICE, tuple(parts), origins)

    def _loop(self, event: Loop, where: _Where) -> Iterator[Node]:
        header = loop_header(event, self.written)
        inner = replace(where, loops=(*where.loops, header), is_inner=True)
        place = self.written.place(event.variance.loop)
        parts = [Part(header, place, self._nodes(event.body, inner))]
        if orelse := self._nodes(event.orelse, where):
            parts.append(Part("else", place, orelse))
        if any(part.nodes for part in parts):
            yield Block(BlockKind.LOOP, tuple(parts), self._origins(event.over))

    def _around_steps(self, event: TryBlock | WithBlock | Concurrent, where: _Where) -> Iterator[Node]:
        place = self.written.place(event.site)
        match event:
            case WithBlock():
                yield from self._nodes(event.setup, where)
                part = Part(f"with {self.written.text(event.site)}", place, self._nodes(event.body, where))
                yield Block(BlockKind.WITH, (part,))
            case Concurrent():
                nodes = tuple(node for branch in event.branches for node in self._nodes(branch, where))
                header = f"at once, by {event.name}"
                yield Block(BlockKind.TOGETHER, (Part(header, place, nodes),))
            case TryBlock():
                inner = replace(where, is_inner=True)
                parts = [Part("try", place, self._nodes(event.body, where))]
                for each in event.clauses:
                    header = handled_header(each, self.written)
                    parts.append(Part(header, self.written.place(each.site), self._nodes(each.body, inner)))
                for header, events in (("else", event.orelse), ("finally", event.final)):
                    if nodes := self._nodes(events, inner):
                        parts.append(Part(header, place, nodes))
                yield Block(BlockKind.TRY, tuple(parts))

    def _origins(self, value: Value) -> tuple[Origin, ...]:
        return self.written.origins(taint_sources(reachable_taint(value)))

    def _deciders(self, function: ir.Function) -> Deciders:
        if function not in self.known:
            self.known[function] = deciders(function)
        return self.known[function]


def _call_of(event: EffectCall | SummarizedEffect) -> EffectCall:
    return event.effect if isinstance(event, SummarizedEffect) else event


def _flat(events: Iterable[Event]) -> Iterator[Event]:
    """Every event below some, those of steps' functions left out."""
    for event in events:
        yield event
        for block in event.children:
            yield from _flat(block)


def _has_step(events: Iterable[Event]) -> bool:
    """Whether a step is called among events, be it run or forgotten."""
    return any(isinstance(event, (StepCalled, StepExecuted)) for event in _flat(events))


def split(nodes: tuple[Node, ...]) -> tuple[tuple[Node, ...], tuple[Node, ...], tuple[Node, ...]]:
    """The nodes before the first step that runs, those up to the last one, and those behind it."""
    places = [place for place, node in enumerate(nodes) if _runs_step(node)]
    if not places:
        return nodes, (), ()
    first, last = places[0], places[-1] + 1
    return nodes[:first], nodes[first:last], nodes[last:]


def _runs_step(node: Node) -> bool:
    match node:
        case Step():
            return node.is_run
        case Block():
            return any(_runs_step(each) for part in node.parts for each in part.nodes)
        case _:
            return False
