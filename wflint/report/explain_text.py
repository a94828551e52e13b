"""Workflows as trees: what a run does, in the order of the code, and how often."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final, TextIO

from rich.text import Text
from rich.tree import Tree

from wflint.explaining.nodes import Aside, BlockKind, BlockNode, EffectNode, LeaveNode, StepNode
from wflint.ir.spelling import name_spelled
from wflint.record import record
from wflint.report.console import QUIET_STYLE, RELATED_STYLE, Screen, open_screen
from wflint.report.explain_sources import Sources, rule_code
from wflint.report.quantities import count_text, many_steps, ordinal
from wflint.report.summary import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wflint.engines import Passes
    from wflint.explaining.bounds import Bounds
    from wflint.explaining.nodes import (
        Explanation,
        Link,
        SourcePlace,
        TaintOrigin,
        TreeNode,
        Workflow,
    )

_STEP_STYLE: Final = "bold"
_WRONG_STYLE: Final = "yellow"
_CODE_WIDTH: Final = 72
_CALL_WIDTH: Final = 44
_HEADER_WIDTH: Final = 160
"""What begins a part may take two lines; functions that are written out among its arguments may go on for pages."""
_LAMBDAS: Final = re.compile(r"^(?:lambda: |(?:async )?\(\) => (?![{(]))")
_TEMPLATE: Final = re.compile(r"""(?:[fF]|[fF][rR]|[rR][fF])(["'])(.*)\1$|`(.*)`$""", re.DOTALL)
_ALWAYS_READ: Final = frozenset({"clock", "random", "identity", "order", "environment", "delivery"})
_GUIDE_WIDTH: Final = 4
_TWO_SCREENS: Final = 60
_FOLDED: Final = "What its steps do, capture and return is folded; `--verbose` shows it."
_HANGING: Final = "  "
_GAP: Final = "  "


def render(
    explanation: Explanation,
    out: TextIO,
    *,
    color: bool | None = None,
    width: int | None = None,
    is_verbose: bool = False,
) -> None:
    """Write a tree for each workflow, then how to read the numbers.

    A tree that takes more than two screens has the details of its steps folded, unless it is to be verbose.
    """
    screen = open_screen(out, color=color, width=width)
    for workflow in explanation.workflows:
        rows = _rows(workflow, screen, is_folded=False)
        if len(rows) > _TWO_SCREENS and not is_verbose:
            rows = [*_rows(workflow, screen, is_folded=True), screen.prose(_FOLDED, QUIET_STYLE)]
        screen.write([*rows, Text()])
    for legend in dict.fromkeys(map(_legend, explanation.workflows)):
        screen.write(screen.wrap(screen.prose(legend, QUIET_STYLE), screen.width))


def render_folded(workflow: Workflow, out: TextIO, *, width: int) -> None:
    """Write the tree of one workflow beside its code: the details of its steps folded, no path, and nothing below it."""
    screen = open_screen(out, color=False, width=width)
    screen.write(_rows(workflow, screen, is_folded=True, has_path=False))


def _rows(workflow: Workflow, screen: Screen, *, is_folded: bool, has_path: bool = True) -> list[Text]:
    tree = _Drawing(screen, workflow, Sources.of(workflow), is_folded=is_folded, has_path=has_path).tree()
    options = screen.console.options.update(width=screen.width)
    lines = screen.console.render_lines(tree, options, pad=False)
    return [Text.assemble(*((each.text, each.style or "") for each in line)) for line in lines]


def _legend(workflow: Workflow) -> str:
    passes = workflow.passes
    again = f"{workflow.engine} executes a {workflow.called} again from the top {workflow.every}."
    if not passes.formula:
        return again
    times = f"{_spaced(passes.formula)} times"
    if passes.formula_of_posted:
        posted = _spaced(passes.formula_of_posted)
        times += f" where a client starts it, {posted} times where a request to its own route does"
    extras = f" ({passes.extras})" if passes.extras else ""
    return (
        f"{again} In a run of n steps the prelude runs {times}{extras}; "
        f"code after step k runs n - k + 1 times{_behind(passes)}, so that what follows the last step runs once."
    )


def _behind(passes: Passes) -> str:
    return " (1 more for each such step that follows)" if passes.together else ""


def _spaced(formula: str) -> str:
    return formula.replace("+", " + ")


@record
class _Branch:
    """A line of the tree that others can hang on."""

    tree: Tree
    depth: int = 0


@record
class _Drawing:
    """Draws one workflow."""

    screen: Screen
    workflow: Workflow
    sources: Sources
    is_folded: bool
    has_path: bool

    def tree(self) -> Tree:
        """Return the tree of the workflow."""
        workflow = self.workflow
        start = workflow.shown_at
        place = f"{start.path}:{start.cell_line}" if self.has_path else start.cell_line.words
        title = self._label(workflow.name, [place], "bold", 0)
        root = _Branch(Tree(title, guide_style=QUIET_STYLE))
        self._about(root)
        if workflow.step_count.most == 0:
            self._nodes(root, workflow.prelude)
        else:
            self._prelude(root)
        self._nodes(root, workflow.body)
        if workflow.tail:
            tail = self._add(root, "after the last step", note="runs once" if workflow.served else "")
            self._nodes(tail, workflow.tail, counted=False)
        self._unknown(root)
        return root.tree

    def _prelude(self, root: _Branch) -> None:
        runs = self.workflow.prelude_runs
        nodes = self.workflow.prelude
        notes = [f"runs {count_text(runs)}" if runs else "", "" if nodes else "without effects"]
        prelude = self._add(
            root, "prelude: the code before the first step", note=", ".join(filter(None, notes))
        )
        self._nodes(prelude, nodes, counted=False)

    def _about(self, root: _Branch) -> None:
        """Add the facts about the whole workflow."""
        workflow = self.workflow
        color = "async " if workflow.is_async else "sync "
        color = "" if workflow.has_wrong_color else color
        if workflow.served is None:
            self._add(root, f"{color}workflow helper for {workflow.engine}; no known handler calls it")
        else:
            at = (
                f" at {workflow.served.route}"
                if workflow.served.route
                else f" by {_header(workflow.served.call)}"
            )
            self._add(root, f"{color}handler of {workflow.engine}, served{at}", workflow.served.place)
        if workflow.payload:
            self._add(root, f"payload: {workflow.payload}")
        if workflow.failure is not None:
            text = f"when a run has failed for good: {_header(workflow.failure.call)}"
            self._add(root, text, workflow.failure.place)
        if workflow.has_wrong_color:
            wrong = "sync, but the engine awaits it" if workflow.is_async else "async, but never awaited"
            self._add(root, f"never works: the function is {wrong}", style=_WRONG_STYLE)
        if workflow.is_open:
            text = "code goes to calls that wflint cannot follow; there may be more steps"
            self._add(root, text, style=_WRONG_STYLE)
        if workflow.step_count.most == 0 and workflow.is_open:
            self._add(root, "no step is known")
        elif workflow.rejected:
            text = f"runs no step, so each attempt to start a run is rejected with {workflow.rejected}"
            self._add(root, text, style=_WRONG_STYLE)
        elif workflow.step_count.most == 0:
            self._add(root, "runs no step")
        else:
            has = "a run has" if workflow.served else "runs"
            alike = "; steps with the same number are alternatives" if _has_alternatives(workflow) else ""
            self._add(root, f"{has} {many_steps(workflow.step_count)}{alike}")

    def _unknown(self, root: _Branch) -> None:
        shown = [each for each in self.workflow.unknown if each.aside is None]
        aside = Counter(each.aside for each in self.workflow.unknown if each.aside is not None)
        del aside[Aside.LINK]  # the last call of the chain stands for it
        if shown:
            branch = self._add(root, f"{count(len(shown), 'call')} that wflint cannot follow")
            through: dict[Link, _Branch] = {}
            for each in shown:
                link = each.through
                if link is None:
                    self._add(branch, _call(each.call), each.place, each.why)
                    continue
                if link not in through:
                    through[link] = self._add(branch, _call(link.call), link.place)
                self._add(through[link], f"through {_call(each.call)}", each.place, each.why)
        if aside:
            many = count(aside.total(), "other call" if shown else "call")
            kinds = [each for each in Aside if aside[each]]
            where = ": " + ", ".join(f"{aside[each]} {each.value}" for each in kinds)
            where = f", {kinds[0].value}" if len(kinds) == 1 else where
            self._add(root, f"{many} that wflint cannot follow{where}")

    # --- nodes ---

    def _nodes(self, above: _Branch, nodes: Iterable[TreeNode], *, counted: bool = True) -> None:
        for node in nodes:
            match node:
                case StepNode():
                    self._step(above, node)
                case EffectNode():
                    runs = self._runs(node.runs) if counted and node.runs is not None else ""
                    self._effect(above, node, runs)
                case BlockNode():
                    self._block(above, node, counted=counted)
                case LeaveNode():
                    self._add(above, _code(node.text.rstrip(";")), node.place)

    def _runs(self, runs: Bounds) -> str:
        return f"runs {count_text(runs)}{' in each' if self.workflow.rejected else ''}"

    def _step(self, above: _Branch, step: StepNode) -> None:
        """Add a step with its arguments, data, effects and nested steps."""
        number = f"step {ordinal(step.position)}" if step.is_run else f"step {self.workflow.unawaited}"
        label = f"{number}: {step.what} {_step_name(step.name)}".rstrip()
        arguments = [(name, _without_lambda(text)) for name, text in step.arguments]
        if len(arguments) == 1 and step.kind != "run":
            label += f", {_code(arguments.pop()[1])}"
        kinds = ", ".join(dict.fromkeys(map(_kind, step.effects))) if self.is_folded else ""
        style = _STEP_STYLE if step.is_run else _WRONG_STYLE
        branch = self._add(above, label, step.place, kinds, style)
        if not step.is_run:
            self._add(branch, "never awaited (WF302)", style=_WRONG_STYLE)
        if not self.is_folded:
            for name, text in arguments:
                self._add(branch, f"{'does' if step.kind == 'run' else name}: {_code(text)}")
        if step.is_called_early:
            text = "that is called before the step, which then has no function to call and fails (WF304)"
            self._add(branch, text, style=_WRONG_STYLE)
        self._data(branch, step)
        for effect in () if self.is_folded else step.effects:
            is_shown = len(effect.chain) > 1 and any(effect.chain[0].call == text for _, text in arguments)
            self._calls(branch, effect, effect.chain[1:] if is_shown else effect.chain)
        for nested in step.steps:
            inner = self._add(branch, "starts a step inside itself, which fails (WF301)", style=_WRONG_STYLE)
            self._step(inner, nested)

    def _data(self, branch: _Branch, step: StepNode) -> None:
        """Add what crosses the boundary of a step."""
        if step.captures:
            captures = branch
            if not self.is_folded:
                captures = self._add(branch, f"captures: {', '.join(each.name for each in step.captures)}")
            for each in step.captures:
                self._origins(captures, each.origins, each.name)
        if step.changes:
            text = f"changes: {', '.join(step.changes)}, which is lost: replay skips the step (WF503)"
            self._add(branch, text, style=_WRONG_STYLE)
        if step.returns is not None and step.returns.rejected:
            text = f"returns: {step.returns.rejected}, which {step.returns.form} cannot store, so the step fails (WF501)"
            self._add(branch, text, style=_WRONG_STYLE)
        elif step.returns is not None and not self.is_folded:
            was = f" (was {step.returns.was})" if step.returns.was else ""
            self._add(branch, f"returns: {step.returns.type}{was}")

    def _origins(self, above: _Branch, origins: Sequence[TaintOrigin], what: str) -> None:
        new, known = self.sources.mentioned(origins)
        for source, place, number in new:
            shown = name_spelled(source.name)
            if len(source.lines) > 1:
                many = "settings" if source.kind == "environment" else "uses"
                shown = f"{len(source.lines)} {many} of {shown}"
            code = f" ({rule_code(source.kind)})" if rule_code(source.kind) else ""
            text = f"{what} changes on replay{code}: {source.kind}, {shown} {number}".rstrip()
            self._add(above, text, place, style=_WRONG_STYLE)
        if known:
            codes = ", ".join(dict.fromkeys(filter(None, (rule_code(each.kind) for each in origins))))
            text = f"{what} changes on replay{f' ({codes})' if codes else ''}, see {', '.join(known)}"
            self._add(above, text, style=_WRONG_STYLE)

    def _effect(self, above: _Branch, effect: EffectNode, runs: str) -> None:
        """Add a call with an effect in replayed code; the way to a source is shown once."""
        number, is_known = self.sources.called(effect)
        chain = effect.chain[:1] if is_known else effect.chain
        self._calls(above, effect, chain, number, runs)

    def _calls(
        self, above: _Branch, effect: EffectNode, chain: tuple[Link, ...], number: str = "", runs: str = ""
    ) -> None:
        texts = [
            f"{_kind(effect)}: {_call(chain[0].call)}",
            *(f"through {_call(link.call)}" for link in chain[1:]),
        ]
        texts[-1] = f"{texts[-1]} {number}".rstrip()
        branch = self._add(above, texts[0], chain[0].place, runs, RELATED_STYLE)
        for text, link in zip(texts[1:], chain[1:], strict=True):
            self._add(branch, text, link.place)

    def _block(self, above: _Branch, block: BlockNode, *, counted: bool) -> None:
        for number, part in enumerate(block.parts):
            header = (
                f"workflow helper {_header(part.header)}" if block.kind is BlockKind.HELPER else part.header
            )
            branch = self._add(above, header, None if part.header in _CLAUSES else part.place)
            if number == 0:
                what = "how often it repeats" if block.kind is BlockKind.LOOP else "the decision"
                self._origins(branch, block.origins, what)
            self._nodes(branch, part.nodes, counted=counted)

    # --- lines ---

    def _add(
        self, above: _Branch, text: str, place: SourcePlace | None = None, note: str = "", style: str = ""
    ) -> _Branch:
        depth = above.depth + 1
        extras = [self._where(place) if place else "", note]
        return _Branch(above.tree.add(self._label(text, extras, style, depth)), depth)

    def _label(self, text: str, extras: list[str], style: str, depth: int) -> Text:
        """Return a line followed by short notes, each in one piece where it fits."""
        room = self.screen.width - depth * _GUIDE_WIDTH
        line = Text.assemble((self.screen.charset.escape(text), style))
        rows = [line] if line.cell_len <= room else self.screen.wrap(line, room - len(_HANGING))
        for extra in filter(None, extras):
            note = Text(self.screen.charset.escape(extra), style=QUIET_STYLE)
            taken = rows[-1].cell_len + (len(_HANGING) if len(rows) > 1 else 0)
            if taken + len(_GAP) + note.cell_len <= room:
                rows[-1].append(_GAP).append_text(note)
            else:
                rows += self.screen.wrap(note, room - len(_HANGING))
        return Text(f"\n{_HANGING}").join(rows)

    def _where(self, place: SourcePlace) -> str:
        own = self.workflow.shown_at.path
        return place.cell_line.words if place.path == own else f"{_beside(place.path, own)}:{place.cell_line}"


_CLAUSES: Final = ("else", "finally")


def _has_alternatives(workflow: Workflow) -> bool:
    """Return whether two steps of the tree have the same number: a run has one of them."""
    numbers = Counter(
        ordinal(step.position) for step in _steps([*workflow.prelude, *workflow.body]) if step.is_run
    )
    return any(many > 1 and number.isdigit() for number, many in numbers.items())


def _steps(nodes: Iterable[TreeNode]) -> Iterator[StepNode]:
    """Yield the steps among nodes, without those that others start inside themselves."""
    for node in nodes:
        if isinstance(node, StepNode):
            yield node
        elif isinstance(node, BlockNode):
            for part in node.parts:
                yield from _steps(part.nodes)


def _kind(effect: EffectNode) -> str:
    access = effect.access if effect.kind not in _ALWAYS_READ else None
    return f"{effect.kind} {access}" if access else effect.kind


def _step_name(written: str) -> str:
    """Return the name of a step in quotes, a template with its holes, or how another one is computed."""
    template = _TEMPLATE.match(written)
    if template:
        return f'"{template[2] or template[3]}"'
    return written if not written or written[0] in "\"'" else f"named {_code(written)}"


def _code(text: str, width: int = _CODE_WIDTH) -> str:
    return text if len(text) <= width else f"{text[: width - 3].rstrip()}..."


def _header(text: str) -> str:
    return _code(text, _HEADER_WIDTH)


def _without_lambda(text: str) -> str:
    return _LAMBDAS.sub("", text) if text.endswith(")") else text


def _call(text: str) -> str:
    """Shorten a call to its name where it is long."""
    return text if len(text) <= _CALL_WIDTH or "(" not in text else f"{text.partition('(')[0]}(...)"


def _beside(path: str, other: str) -> str:
    """Return a path without the folders that it shares with another one."""
    parts, others = path.split("/"), other.split("/")
    shared = next(
        (place for place, (one, two) in enumerate(zip(parts, others, strict=False)) if one != two), 0
    )
    return "/".join(["...", *parts[shared:]]) if shared else path
