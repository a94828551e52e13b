"""The shape of `wflint explain --output-format json`: these types check the renderer, and make its JSON Schema."""

from __future__ import annotations

from typing import Final, Literal, TypedDict

from wflint.explaining.nodes import StepKindName
from wflint.report.json_schema import CellJson, InternalErrorsJson

FORMAT: Final = "wflint-explain-v1"
SCHEMA_FILE: Final = "wflint-explain-v1.schema.json"


class PlaceJson(CellJson):
    """Where something stands; line and column count from 1, the column in characters, the line in a notebook in its `cell`."""

    path: str
    line: int
    column: int


class TimesJson(TypedDict):
    """How often something happens; `max` is null where nothing limits it."""

    min: int
    max: int | None


class LinkJson(TypedDict):
    """A call on the way to an effect, or a function."""

    call: str
    place: PlaceJson


class OriginJson(TypedDict):
    """Where a value comes from that replay changes: the effect that changes it, and what gives it."""

    effect: str
    name: str
    place: PlaceJson


class EffectJson(TypedDict):
    """A call with an effect; `chain` leads down to it, `runs` is null in steps, where the run fails, and in what is not served."""

    type: Literal["effect"]
    effect: str
    access: str | None
    name: str
    place: PlaceJson
    chain: list[LinkJson]
    runs: TimesJson | None


class ArgumentJson(TypedDict):
    """An argument of a step by the name of its parameter, as it is written."""

    name: str
    text: str


class CaptureJson(TypedDict):
    """A variable from outside that a step's function reads; `origins` are those that make it change on replay."""

    name: str
    origins: list[OriginJson]


class ReturnsJson(TypedDict):
    """What JSON makes of a step's result (`type`), what it was, and the type in it that JSON cannot store."""

    type: str | None
    was: str | None
    rejected: str | None


class StepJson(TypedDict):
    """A step; name, arguments, conditions and loops are as written, `position` counts the steps of a run from 1."""

    type: Literal["step"]
    kind: StepKindName
    name: str | None
    place: PlaceJson
    position: TimesJson
    runs: bool
    called_early: bool
    arguments: list[ArgumentJson]
    conditions: list[str]
    loops: list[str]
    captures: list[CaptureJson]
    changes: list[str]
    returns: ReturnsJson | None
    effects: list[EffectJson]
    nested_steps: list[StepJson]


class LeaveJson(TypedDict):
    """Control leaves."""

    type: Literal["leave"]
    text: str
    place: PlaceJson


class PartJson(TypedDict):
    """One part of a block, with what introduces it."""

    header: str
    place: PlaceJson
    nodes: list[StepJson | EffectJson | BlockJson | LeaveJson]


class BlockJson(TypedDict):
    """Code that belongs together; `origins` are those of changing values that decide what runs."""

    type: Literal["block"]
    kind: Literal["choice", "loop", "try", "with", "together", "helper"]
    parts: list[PartJson]
    origins: list[OriginJson]


class UnknownJson(TypedDict):
    """A call that cannot be followed, with the name of the step that makes it, and the reason where there is a special one.

    It is `minor` where it says nothing new: in a step, as a method of plain data or a link of a chain, or with a known effect; `through` is the
    call in the workflow that leads to it, where that is another one.
    """

    call: str
    place: PlaceJson
    step: str | None
    why: str | None
    minor: bool
    through: LinkJson | None


class ServedJson(TypedDict):
    """How the engine gets the handler: what registers it, the registration, and the path in it as written."""

    by: str
    call: str
    route: str | None
    place: PlaceJson


class WorkflowJson(TypedDict):
    """A handler, or a workflow helper that no known handler calls (`served` is null).

    The prelude is the code before the first step, the tail that after the last one. Where a factory has registered the
    handler for its caller, `variable` is what holds it there.
    """

    name: str
    engine: str
    place: PlaceJson
    variable: PlaceJson | None
    is_async: bool
    served: ServedJson | None
    payload: str | None
    failure_function: LinkJson | None
    wrong_kind: bool
    open: bool
    steps: TimesJson
    prelude_runs: TimesJson | None
    prelude: list[StepJson | EffectJson | BlockJson | LeaveJson]
    body: list[StepJson | EffectJson | BlockJson | LeaveJson]
    tail: list[StepJson | EffectJson | BlockJson | LeaveJson]
    unknown_calls: list[UnknownJson]


class ExplanationJson(InternalErrorsJson):
    """What `wflint explain --output-format json` prints; `internal_errors` is there only if there are any."""

    format: Literal["wflint-explain-v1"]
    version: str
    workflows: list[WorkflowJson]
