"""The explanation of a workflow as plain data: a tree in the order of the code, with everything as it is written."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Literal, TypeAlias

from wflint.record import record

if TYPE_CHECKING:
    from wflint.engines import Passes
    from wflint.errors import InternalError, SourceError
    from wflint.explaining.bounds import Bounds
    from wflint.files.text import CellLine
    from wflint.findings import Span


@record
class SourcePlace:
    """The place of something in a file.

    Attributes:
        path: Its file, as it is shown.
        cell_line: The line where it starts, 1 for the first, in a notebook that of its cell.
        column: The column where it starts, 1 for the first, in characters.
        span: The same as offsets, with its end.
    """

    path: str
    cell_line: CellLine
    column: int
    span: Span

    @property
    def line(self) -> int:
        """Return the line where it starts."""
        return self.cell_line.line


@record
class Link:
    """A call in a cause chain."""

    call: str
    place: SourcePlace


@record
class EffectNode:
    """A call with an effect.

    Attributes:
        kind: What the effect concerns: `clock`, `network`, ...
        access: `read` or `write`, where that is known.
        name: Qualified name of what has the effect.
        chain: From the call in the handler, a workflow helper or a step function down to the one with the effect.
        runs: How often a run executes it; `None` in a step, which is executed until it succeeds, where the run fails after
            it, and in a workflow helper that nothing known calls.
    """

    kind: str
    access: str | None
    name: str
    chain: tuple[Link, ...]
    runs: Bounds | None

    @property
    def place(self) -> SourcePlace:
        """Return where the chain begins."""
        return self.chain[0].place


@record
class TaintOrigin:
    """The source of a value that replay changes.

    Attributes:
        kind: The effect that changes it: `clock`, `random`, ...
        name: Qualified name of what returns it.
        place: Where that is called.
    """

    kind: str
    name: str
    place: SourcePlace


@record
class Capture:
    """A variable from outside that a step's function reads; `origins` says why replay changes it, if it does."""

    name: str
    origins: tuple[TaintOrigin, ...]


@record
class Returns:
    """What a step returns to the code after it.

    Attributes:
        type: The type of the result.
        was: The type before it was stored, where that is another one.
        rejected: The type that cannot be stored, where that is so: the step fails after its work.
        form: The format that it is stored in.
    """

    type: str
    was: str = ""
    rejected: str = ""
    form: str = "JSON"


StepKindName: TypeAlias = Literal["run", "sleep", "sleep-until", "call", "child", "other", "together"]


@record
class StepNode:
    """A step.

    Attributes:
        kind: What it does; `together` runs several functions at once.
        method: What runs it, without its owner: `waitForEvent`.
        name: Its name as it is written, quotes included; empty if it has none.
        place: Where it is called.
        position: Its ordinal position among the steps of a run.
        runs_after: How often a run executes the code right after it; `None` if the run fails there.
        arguments: Its other arguments as they are written, by the names of their parameters.
        conditions: What must hold for it to run, outermost first.
        loops: The loops around it, outermost first.
        captures: The variables from outside that its function reads.
        returns: What it returns; `None` where that is not known.
        effects: What its function does.
        changes: The variables from outside that its function changes, which is lost on replay.
        steps: Steps that its function starts, which fails.
        is_called_early: Whether its function is called before the step, and does not return a function.
        is_run: Whether it runs at all; a step that is not awaited does not.
    """

    kind: StepKindName
    method: str
    name: str
    place: SourcePlace
    position: Bounds
    runs_after: Bounds | None
    arguments: tuple[tuple[str, str], ...] = ()
    conditions: tuple[str, ...] = ()
    loops: tuple[str, ...] = ()
    captures: tuple[Capture, ...] = ()
    returns: Returns | None = None
    effects: tuple[EffectNode, ...] = ()
    changes: tuple[str, ...] = ()
    steps: tuple[StepNode, ...] = ()
    is_called_early: bool = False
    is_run: bool = True

    @property
    def what(self) -> str:
        """Say what it does: its kind, or its method where that says more."""
        return self.method if self.kind in ("child", "other") else self.kind


class BlockKind(enum.Enum):
    """How the parts of a block belong together."""

    CHOICE = "choice"
    """At most one part runs."""

    LOOP = "loop"
    """The first part runs any number of times, then the second, an `else`, if there is one."""

    TRY = "try"
    """A try statement and its clauses."""

    WITH = "with"
    """One part, inside a context manager."""

    TOGETHER = "together"
    """One part, whose steps are started at once."""

    HELPER = "helper"
    """One part: a workflow helper, which runs steps for the handler."""


@record
class BlockPart:
    """One part of a block: `header` is what introduces it in the code, such as `if amount > 100`."""

    header: str
    place: SourcePlace
    nodes: tuple[TreeNode, ...]


@record
class BlockNode:
    """Code that belongs together; `origins` are those of the values which decide what runs and differ on replay."""

    kind: BlockKind
    parts: tuple[BlockPart, ...]
    origins: tuple[TaintOrigin, ...] = ()


@record
class LeaveNode:
    """Control leaves: a `return`, `raise`, `break` or `continue`, as it is written."""

    text: str
    place: SourcePlace


TreeNode: TypeAlias = "StepNode | EffectNode | BlockNode | LeaveNode"


class Aside(enum.Enum):
    """Why a call that cannot be followed says nothing new."""

    IN_STEP = "in steps"
    EFFECT = "with effects shown above"
    DATA = "on plain data"
    LINK = "on the way to others"
    """Links of a chain before its last."""


@record
class UnfollowedCall:
    """A call that cannot be followed.

    Attributes:
        call: The call as written.
        place: Where it is.
        step: The name of the step that makes it; `None` in replayed code.
        why: Why it is not followed; empty where its target is not known.
        aside: Why it says nothing new; `None` where it does.
        through: The call of a function that runs no steps which leads to it; `None` where it is in the workflow's own code.
    """

    call: str
    place: SourcePlace
    step: str | None
    why: str = ""
    aside: Aside | None = None
    through: Link | None = None


@record
class Served:
    """The registration of a handler with its engine.

    Attributes:
        by: Qualified name of what registers it.
        call: The registration as it is written.
        route: The path under which it is served, as it is written; `None` if the registration names none.
        place: Where it is registered.
    """

    by: str
    call: str
    route: str | None
    place: SourcePlace


@record
class Workflow:
    """A handler, or a workflow helper that nothing known calls.

    Attributes:
        name: Its name.
        engine: The engine's title.
        engine_id: The engine's short name.
        place: Its name, where it is defined.
        variable: The variable that holds it, where a factory of the project has registered it.
        extent: Its definition, or the call of the factory, from beginning to end.
        is_async: Whether it is given an async context.
        served: Its registration; `None` for a workflow helper.
        payload: The annotation of the payload, as it is written; empty if there is none.
        failure: The function that is called when a run has failed for good.
        called: What the engine calls it: `handler`.
        every: When the engine runs code again, as an adverbial.
        passes: How often it runs code again.
        rejected: How each attempt to start a run is rejected, since none reaches a step; empty otherwise.
        step_count: How many steps a run has.
        prelude_runs: How often a run executes the code before the first step; `None` where it is not served.
        prelude: The code before the first step.
        body: The code from there to the last step.
        tail: The code after the last step, which runs once.
        unknown: The calls that cannot be followed.
        has_wrong_color: Whether it is sync where the engine awaits it, or async where it does not.
        is_open: Whether calls that cannot be followed may run steps that are missing here.
        unawaited: What is said of a step that nobody awaits.
    """

    name: str
    engine: str
    engine_id: str
    place: SourcePlace
    variable: SourcePlace | None
    extent: SourcePlace
    is_async: bool
    served: Served | None
    payload: str
    failure: Link | None
    called: str
    every: str
    passes: Passes
    rejected: str
    step_count: Bounds
    prelude_runs: Bounds | None
    prelude: tuple[TreeNode, ...]
    body: tuple[TreeNode, ...]
    tail: tuple[TreeNode, ...]
    unknown: tuple[UnfollowedCall, ...]
    has_wrong_color: bool
    is_open: bool
    unawaited: str

    @property
    def shown_at(self) -> SourcePlace:
        """Return the place that stands for it: that of the variable which holds it, else of its definition."""
        return self.variable or self.place


@record
class Explanation:
    """Everything that a renderer needs.

    Attributes:
        workflows: The workflows, in the order of their files.
        errors: Files that could not be read.
        internal_errors: Mistakes of wflint itself, which ended the explanation of a workflow.
    """

    workflows: tuple[Workflow, ...]
    errors: tuple[SourceError, ...] = ()
    internal_errors: tuple[InternalError, ...] = ()
