"""Turns the events of a handler into the tree that explains it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from wflint.domain.contents import reachable_taint
from wflint.domain.sites import Site
from wflint.domain.taint import taint_sources
from wflint.effects import EffectKind
from wflint.explaining.counts import Counts
from wflint.explaining.headers import arm_headers, branch_conditions, clause_header, loop_header
from wflint.explaining.nodes import (
    BlockKind,
    BlockNode,
    BlockPart,
    EffectNode,
    LeaveNode,
    StepNode,
)
from wflint.explaining.step_details import arguments, captures, name_of, returns
from wflint.ir import nodes as ir
from wflint.model.effects import chain_of
from wflint.model.step_functions import is_called_early
from wflint.record import record
from wflint.trace.events import (
    Alternatives,
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
from wflint.trace.walk import walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from wflint.domain.sites import Path
    from wflint.domain.values import Value
    from wflint.explaining.bounds import Bounds
    from wflint.explaining.headers import BranchConditions
    from wflint.explaining.nodes import TaintOrigin, TreeNode
    from wflint.explaining.snippets import SourceSnippets
    from wflint.explaining.unfollowed import UnfollowedCalls
    from wflint.model.handler import Handler
    from wflint.trace.event import Event
    from wflint.trace.steps import StepCall


@record
class _Where:
    """The place of the walk in the code.

    Attributes:
        function: The function whose events these are.
        depth: The number of calls of workflow helpers that lead here.
        conditions: The conditions that must hold here.
        loops: The loops around.
        is_inner: Whether this code runs only sometimes, so that leaving it makes a difference.
        repeats: The call that calls a function for each item, whose loop this is.
        is_counted: Whether it is known how often code runs: what has been started before it goes on only after it.
    """

    function: ir.Function
    depth: int = 0
    conditions: tuple[str, ...] = ()
    loops: tuple[str, ...] = ()
    is_inner: bool = False
    repeats: ir.Node | None = None
    is_counted: bool = True


@dataclass(slots=True)
class Tree:
    """Makes the nodes of one handler, and notes the calls that cannot be followed."""

    handler: Handler
    snippets: SourceSnippets
    counts: Counts
    unfollowed: UnfollowedCalls

    conditions: dict[ir.Function, BranchConditions] = field(
        default_factory=dict["ir.Function", "BranchConditions"]
    )

    def nodes(self) -> tuple[TreeNode, ...]:
        """Return the handler's nodes."""
        return self._nodes(self.handler.events, _Where(self.handler.entry))

    def _nodes(self, events: Iterable[Event], where: _Where) -> tuple[TreeNode, ...]:
        events = list(events)
        waiting = {
            site: place
            for place, event in enumerate(events)
            if isinstance(event, Concurrent)
            for site in event.promised
        }
        started: dict[int, list[TreeNode]] = {}
        found: dict[TreeNode, None] = {}
        for place, event in enumerate(events):
            is_between = any(other > place for other in started)
            nodes = self._event(event, replace(where, is_counted=False) if is_between else where)
            waits = _waits_for(event, waiting) if waiting else None
            if waits is not None:
                started.setdefault(waits, []).extend(nodes)
                continue
            if isinstance(event, Concurrent) and place in started:
                nodes = iter([self._together(event, (*started[place], *_inside(nodes)))])
            found.update(dict.fromkeys(nodes))
        return tuple(found)

    def _event(self, event: Event, where: _Where) -> Iterator[TreeNode]:
        """Yield the nodes of an event."""
        match event:
            case StepExecuted():
                yield self._step(event.step, event, where)
            case StepCalled() if not event.step.ran:
                yield self._step(event.step, event, where)
            case EffectCall() | SummarizedEffect() if _happens(event):
                yield self._effect(event, where)
            case UnknownCall():
                self.unfollowed.note(event.site, None, event.why, event.through)
            case Exit() if where.is_inner:
                yield LeaveNode(self.snippets.text(event.site), self.snippets.place(event.site))
            case InlinedCall():
                yield from self._inlined(event, where)
            case Branch():
                yield from self._branch(event, where)
            case Alternatives():
                yield from self._alternatives(event, where)
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

    def _effect(self, event: EffectCall | SummarizedEffect, where: _Where) -> EffectNode:
        call = _call_of(event)
        runs = self.counts.runs(event) if self.handler.is_served and where.is_counted else None
        return self._effect_node(call, call.path[where.depth :] or call.path[-1:], runs)

    def _effect_node(self, call: EffectCall, path: Path, runs: Bounds | None) -> EffectNode:
        access = call.access.value if call.access is not None else None
        return EffectNode(call.row.effect.value, access, call.name, self.snippets.links(path), runs)

    def _step(self, step: StepCall, event: Event, where: _Where) -> StepNode:
        """Return the node of a step, with what its function does."""
        effects: list[EffectNode] = []
        nested: list[StepNode] = []
        changes: dict[str, None] = {}
        early, name = is_called_early(step), name_of(step, self.snippets)
        function = step.function
        if function is not None and function.node is not None and not function.value.alternatives:
            self.unfollowed.note(step.site_of(function.node), name)
        for each in walk(step.body):
            match each:
                case EffectCall() | SummarizedEffect() if _happens(each):
                    call = _call_of(each)
                    path = chain_of(call.path, step, where.depth) or call.path[-1:]
                    effects.append(self._effect_node(call, path, None))
                case UnknownCall() if not early:
                    self.unfollowed.note(each.site, name, each.why)
                case Mutation():
                    changes[each.variable] = None
                case StepCalled():
                    nested.append(
                        self._step(each.step, event, replace(where, depth=len(each.step.caller_path)))
                    )
                case _:
                    pass
        return StepNode(
            step.method.kind.value,
            step.method.method.rpartition(".")[2],
            name,
            self.snippets.place(step.site),
            self.counts.position(event),
            self.counts.runs_after(event) if self.handler.is_served else None,
            arguments(step, self.snippets),
            where.conditions,
            where.loops,
            captures(self.handler, step, self.snippets),
            returns(self.handler, step, self.snippets),
            tuple(dict.fromkeys(effects)),
            tuple(changes),
            tuple(nested),
            early,
            step.ran,
        )

    # --- blocks ---

    def _inlined(self, event: InlinedCall, where: _Where) -> Iterator[TreeNode]:
        if not _has_step([event]):
            # The cause chains of its effects show what such a function does.
            for each in walk(event.body):
                match each:
                    case EffectCall() | SummarizedEffect() if _happens(each):
                        yield self._effect(each, where)
                    case UnknownCall():
                        self.unfollowed.note(each.site, None, each.why, event.site)
                    case _:
                        pass
            return
        inner = replace(where, function=event.function, depth=where.depth + 1, is_inner=False, repeats=None)
        nodes = self._nodes(event.body, inner)
        if event.site.node is where.repeats:
            yield from nodes  # the loop stands for the function, too
        elif nodes:  # or else its steps are shown where they are awaited
            part = BlockPart(self.snippets.text(event.site), self.snippets.place(event.site), nodes)
            yield BlockNode(BlockKind.HELPER, (part,))

    def _branch(self, event: Branch, where: _Where) -> Iterator[TreeNode]:
        parts: list[BlockPart] = []
        headers = arm_headers(event, self._conditions_of(where.function), self.snippets)
        for header, arm in zip(headers, event.arms, strict=True):
            inner = replace(where, conditions=(*where.conditions, header.condition), is_inner=True)
            nodes = self._nodes(arm, inner)
            if nodes:
                shown = header.text if parts else header.alone
                parts.append(BlockPart(shown, self.snippets.place(event.site), nodes))
        origins = self._origins(event.test)
        last = parts[-1].nodes if parts else ()
        if len(parts) > 1 and parts[-1].header == "else" and len(last) == 1:
            only = last[0]
            if isinstance(only, BlockNode) and only.parts[0].header.startswith("if "):
                first, *others = only.parts
                other_if = first.header.replace("if", event.site.module.words.else_if, 1)
                parts[-1:] = [replace(first, header=other_if), *others]
                origins = (*origins, *only.origins)
        if parts:
            yield BlockNode(BlockKind.CHOICE, tuple(parts), origins)

    def _alternatives(self, event: Alternatives, where: _Where) -> Iterator[TreeNode]:
        parts: list[BlockPart] = []
        for arm in event.arms:
            called = arm[0] if len(arm) == 1 and isinstance(arm[0], InlinedCall) else None
            call = self.snippets.text(called.site if called is not None else event.site)
            condition = f"{call} runs {_name(called.function)}" if called is not None else call
            inner = replace(where, conditions=(*where.conditions, condition), is_inner=True)
            if called is not None and _has_step(arm):
                inner = replace(
                    inner, function=called.function, depth=where.depth + 1, is_inner=False, repeats=None
                )
                nodes = self._nodes(called.body, inner)
            else:
                nodes = self._nodes(arm, inner)
            if nodes:
                site = _definition(called) if called is not None else event.site
                parts.append(
                    BlockPart(f"{'or' if parts else 'either'} {condition}", self.snippets.place(site), nodes)
                )
        if len(parts) == 1:
            parts[0] = replace(parts[0], header=parts[0].header.replace("either", "if", 1))
        if parts:
            yield BlockNode(BlockKind.CHOICE, tuple(parts), self._origins(event.choice))

    def _loop(self, event: Loop, where: _Where) -> Iterator[TreeNode]:
        header = loop_header(event, self.snippets)
        repeats = event.node if isinstance(event.node, ir.Call) else None
        inner = replace(where, loops=(*where.loops, header), is_inner=True, repeats=repeats)
        place = self.snippets.place(event.variance.loop)
        parts = [BlockPart(header, place, self._nodes(event.body, inner))]
        if orelse := self._nodes(event.orelse, where):
            parts.append(BlockPart("else", place, orelse))
        if any(part.nodes for part in parts):
            yield BlockNode(BlockKind.LOOP, tuple(parts), self._origins(event.over))

    def _around_steps(self, event: TryBlock | WithBlock | Concurrent, where: _Where) -> Iterator[TreeNode]:
        """Yield the block of an event that has steps inside."""
        place = self.snippets.place(event.site)
        match event:
            case WithBlock():
                yield from self._nodes(event.setup, where)
                header = f"{event.site.module.words.holding} {self.snippets.text(event.site)}"
                part = BlockPart(header, place, self._nodes(event.body, where))
                yield BlockNode(BlockKind.WITH, (part,))
                yield from self._nodes(event.cleanup, where)
            case Concurrent():
                nodes = tuple(node for branch in event.branches for node in self._nodes(branch, where))
                if nodes:
                    yield self._together(event, nodes)
            case TryBlock():
                inner = replace(where, is_inner=True)
                parts = [BlockPart("try", place, self._nodes(event.body, where))]
                for each in event.clauses:
                    header = clause_header(each, self.snippets)
                    parts.append(
                        BlockPart(header, self.snippets.place(each.site), self._nodes(each.body, inner))
                    )
                for header, events in (("else", event.orelse), ("finally", event.final)):
                    if nodes := self._nodes(events, inner):
                        parts.append(BlockPart(header, place, nodes))
                yield BlockNode(BlockKind.TRY, tuple(parts))

    def _together(self, event: Concurrent, nodes: tuple[TreeNode, ...]) -> BlockNode:
        many = "any number at once" if event.many else "at once"
        part = BlockPart(f"{many}, by {event.name}", self.snippets.place(event.site), nodes)
        return BlockNode(BlockKind.TOGETHER, (part,))

    def _origins(self, value: Value) -> tuple[TaintOrigin, ...]:
        return self.snippets.origins(taint_sources(reachable_taint(value)))

    def _conditions_of(self, function: ir.Function) -> BranchConditions:
        if function not in self.conditions:
            self.conditions[function] = branch_conditions(function)
        return self.conditions[function]


def _name(function: ir.Function) -> str:
    return "the function" if function.is_lambda else function.name


def _definition(call: InlinedCall) -> Site:
    return Site(call.module, call.function, call.function.enclosing_definition)


def _call_of(event: EffectCall | SummarizedEffect) -> EffectCall:
    return event.effect if isinstance(event, SummarizedEffect) else event


def _happens(event: EffectCall | SummarizedEffect) -> bool:
    """Return whether a call does something; one that a handler cannot make has its own effect beside it."""
    return _call_of(event).row.effect is not EffectKind.NONE


def _waits_for(event: Event, waiting: Mapping[Site, int]) -> int | None:
    """Return the place of what waits for a call among an event's, which has started something."""
    calls = (each.site for each in walk([event]) if isinstance(each, InlinedCall))
    return next((waiting[site] for site in calls if site in waiting), None)


def _inside(nodes: Iterable[TreeNode]) -> Iterator[TreeNode]:
    """Yield what stands in blocks of things that are started at once, without the block."""
    for node in nodes:
        if isinstance(node, BlockNode) and node.kind is BlockKind.TOGETHER:
            yield from node.parts[0].nodes
        else:
            yield node


def _has_step(events: Iterable[Event]) -> bool:
    """Return whether a step is called among events, whether it runs or not."""
    return any(isinstance(event, (StepCalled, StepExecuted)) for event in walk(events))


def split(
    nodes: tuple[TreeNode, ...],
) -> tuple[tuple[TreeNode, ...], tuple[TreeNode, ...], tuple[TreeNode, ...]]:
    """Return the nodes before the first step that runs, those up to the last one, and those after it."""
    places = [place for place, node in enumerate(nodes) if _runs_step(node)]
    if not places:
        return nodes, (), ()
    first, last = places[0], places[-1] + 1
    return nodes[:first], nodes[first:last], nodes[last:]


def _runs_step(node: TreeNode) -> bool:
    match node:
        case StepNode():
            return node.is_run
        case BlockNode():
            return any(_runs_step(each) for part in node.parts for each in part.nodes)
        case _:
            return False
