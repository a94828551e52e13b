"""What rules may know, and how they report it: the one door to everything below them.

A rule imports from here, from `wflint.findings` and from `wflint.serialization`. So what a rule can see is the workflow
model, the events it may match on, the values it may ask about, the engine's profile, and the rewrites that it may ask
for; how values are computed, files and syntax stay out of its reach, and may change without it.
"""

from __future__ import annotations

from wflint.domain.alternatives import (
    ClassRef,
    Closure,
    Collection,
    Context,
    Data,
    EnumMember,
    External,
    Headers,
    Imported,
    Instance,
    Method,
    ModuleRef,
    Object,
    Payload,
)
from wflint.domain.awaited import Coroutine, Pending, ResultPart, StepResult, Task
from wflint.domain.callables import callee, function_misfit, misfit
from wflint.domain.contents import held_values, reachable_taint
from wflint.domain.env import Env, Returned
from wflint.domain.faults import Fault, FaultKind
from wflint.domain.phase import Part
from wflint.domain.sites import Path, Site
from wflint.domain.taint import FromRequest, LoopVariance, Taint, TaintSource, taint_sources
from wflint.domain.type_tests import Suppressor, TypeTest
from wflint.domain.types import facts_of_type, type_name
from wflint.domain.values import Actual, Const, Ref, Value
from wflint.effects import Access, DurationUnit, EffectKind
from wflint.effects.facts import Concurrency
from wflint.engines import Color, Profile, StepKind
from wflint.engines.handlers import CONTEXT, HeaderCase, KeysRead
from wflint.engines.profile import Verification
from wflint.engines.replay import (
    COMMON_EXCEPTIONS,
    Consequence,
    Consequences,
    HeaderLetters,
    Repeated,
    Replay,
    ReplayTrigger,
    StepFailure,
    Suspend,
)
from wflint.engines.runtime import LackedNames
from wflint.engines.secrets import secrets_in
from wflint.engines.steps import Duration, Response, TextFormat, TimestampFormat, Unit, WaitResult
from wflint.engines.storage import Awaited, Format
from wflint.files.environment import EnvFile
from wflint.findings import FixClass, Level, Role, Span
from wflint.interpreter.facts import Registration
from wflint.ir import nodes as ir
from wflint.ir.endings import never_returns
from wflint.ir.rewriting import ChangingName, Codec, Rewriter, Rewritten
from wflint.ir.secret_names import is_secret_name
from wflint.ir.spelling import called, name_spelled, spelled, with_article
from wflint.ir.walk import below, blocks, branches_around, is_optional, literals, targets
from wflint.ir.walk import walk as walk_nodes
from wflint.ir.words import Words
from wflint.model.effects import Effect, chain_of
from wflint.model.handler import Handler
from wflint.model.project_context import ProjectContext
from wflint.model.sinks import SinkSummary
from wflint.model.step_functions import coroutines, has_wrong_color, is_called_early
from wflint.model.uses import InputAccess, ResultUse, is_type_test
from wflint.rules.api.fixes import FixDraft, breaks, changes_result, keeps, renames
from wflint.rules.api.phrasing import (
    in_step,
    name_code,
    name_template,
    run_example,
    sleep_example,
    sleep_method,
    step_label,
)
from wflint.rules.api.queries import (
    argument_site,
    at_node,
    definition_site,
    each_call_once,
    is_caused_in_loop,
    name_site,
    option_site,
    replayed_effects,
    returned_by,
    value_of,
)
from wflint.rules.api.report import Draft, FindingBuilder, Note, Problem, Report
from wflint.rules.api.rule import Rule, nothing
from wflint.trace.event import Event
from wflint.trace.events import (
    Alternatives,
    Branch,
    Concurrent,
    EffectCall,
    ExceptClause,
    Exit,
    ExitKind,
    InlinedCall,
    KeptBy,
    Loop,
    Mutation,
    StepCalled,
    StepExecuted,
    SummarizedEffect,
    TryBlock,
    UnknownAwait,
    UseKind,
    ValueUse,
    WithBlock,
)
from wflint.trace.exceptions import (
    always_raises,
    asks_by_name,
    ends_run,
    failure_clauses,
    leaving_finally,
    names_any,
    retrying_decorator,
    suppresses,
    suspending,
    swallower,
)
from wflint.trace.flows import Flow, Sink
from wflint.trace.managers import steps_in_cleanup, swallows_suspension
from wflint.trace.mistakes import DetachedCall, MissingMember, ReplacedCall, UnawaitedEnd, UnawaitedHelper
from wflint.trace.raises import Raised, raised_among
from wflint.trace.resources import Resource, limits_time, resource_kind
from wflint.trace.steps import StepCall
from wflint.trace.walk import runs_step, steps_run, walk

__all__ = [
    "COMMON_EXCEPTIONS",
    "CONTEXT",
    "Access",
    "Actual",
    "Alternatives",
    "Awaited",
    "Branch",
    "ChangingName",
    "ClassRef",
    "Closure",
    "Codec",
    "Collection",
    "Color",
    "Concurrency",
    "Concurrent",
    "Consequence",
    "Consequences",
    "Const",
    "Context",
    "Coroutine",
    "Data",
    "DetachedCall",
    "Draft",
    "Duration",
    "DurationUnit",
    "Effect",
    "EffectCall",
    "EffectKind",
    "EnumMember",
    "Env",
    "EnvFile",
    "Event",
    "ExceptClause",
    "Exit",
    "ExitKind",
    "External",
    "Fault",
    "FaultKind",
    "FindingBuilder",
    "FixClass",
    "FixDraft",
    "Flow",
    "Format",
    "FromRequest",
    "Handler",
    "HeaderCase",
    "HeaderLetters",
    "Headers",
    "Imported",
    "InlinedCall",
    "InputAccess",
    "Instance",
    "KeptBy",
    "KeysRead",
    "LackedNames",
    "Level",
    "Loop",
    "LoopVariance",
    "Method",
    "MissingMember",
    "ModuleRef",
    "Mutation",
    "Note",
    "Object",
    "Part",
    "Path",
    "Payload",
    "Pending",
    "Problem",
    "Profile",
    "ProjectContext",
    "Raised",
    "Ref",
    "Registration",
    "Repeated",
    "ReplacedCall",
    "Replay",
    "ReplayTrigger",
    "Report",
    "Resource",
    "Response",
    "ResultPart",
    "ResultUse",
    "Returned",
    "Rewriter",
    "Rewritten",
    "Role",
    "Rule",
    "Sink",
    "SinkSummary",
    "Site",
    "Span",
    "StepCall",
    "StepCalled",
    "StepExecuted",
    "StepFailure",
    "StepKind",
    "StepResult",
    "SummarizedEffect",
    "Suppressor",
    "Suspend",
    "Taint",
    "TaintSource",
    "Task",
    "TextFormat",
    "TimestampFormat",
    "TryBlock",
    "TypeTest",
    "UnawaitedEnd",
    "UnawaitedHelper",
    "Unit",
    "UnknownAwait",
    "UseKind",
    "Value",
    "ValueUse",
    "Verification",
    "WaitResult",
    "WithBlock",
    "Words",
    "always_raises",
    "argument_site",
    "asks_by_name",
    "at_node",
    "below",
    "blocks",
    "branches_around",
    "breaks",
    "called",
    "callee",
    "chain_of",
    "changes_result",
    "coroutines",
    "definition_site",
    "each_call_once",
    "ends_run",
    "facts_of_type",
    "failure_clauses",
    "function_misfit",
    "has_wrong_color",
    "held_values",
    "in_step",
    "ir",
    "is_called_early",
    "is_caused_in_loop",
    "is_optional",
    "is_secret_name",
    "is_type_test",
    "keeps",
    "leaving_finally",
    "limits_time",
    "literals",
    "misfit",
    "name_code",
    "name_site",
    "name_spelled",
    "name_template",
    "names_any",
    "never_returns",
    "nothing",
    "option_site",
    "raised_among",
    "reachable_taint",
    "renames",
    "replayed_effects",
    "resource_kind",
    "retrying_decorator",
    "returned_by",
    "run_example",
    "runs_step",
    "secrets_in",
    "sleep_example",
    "sleep_method",
    "spelled",
    "step_label",
    "steps_in_cleanup",
    "steps_run",
    "suppresses",
    "suspending",
    "swallower",
    "swallows_suspension",
    "taint_sources",
    "targets",
    "type_name",
    "value_of",
    "walk",
    "walk_nodes",
    "with_article",
]
