"""The state that the parts of the interpreter share, and the limits of what they follow."""

from __future__ import annotations

from dataclasses import dataclass, field

from wflint.domain.alternatives import ClassRef, Closure, Context, Object
from wflint.domain.env import Env
from wflint.domain.sites import Site
from wflint.domain.values import Arguments, Ref
from wflint.effects.catalogue import Catalogue
from wflint.engines.handlers import HandlerGroup
from wflint.engines.profile_index import ProfileIndex
from wflint.interpreter.facts import Registration
from wflint.interpreter.import_time import ImportTime
from wflint.interpreter.state_changes import Changes, MemberChanges
from wflint.interpreter.summaries import Summary
from wflint.ir import nodes as ir
from wflint.ir.language import Resolver
from wflint.trace.events import ValueUse

MAX_DEPTH = 24
"""Calls that are followed into each other; deeper ones are unknown."""
MAX_INLINED = 2000
"""Calls that are followed anew for one handler; methods that call each other could go on without end."""
TOO_DEEP, TOO_MANY = "calls nested too deeply", "too many calls to follow"
"""Why a call is not followed."""
MAX_VARIANTS = 6
"""Summaries of one function for different objects; beyond that, only their classes count."""


@dataclass(slots=True, repr=False)
class SummaryCache:
    """Summaries of functions.

    A summary that was made while a caller of the function was being summarized lacks what that caller does, so it only
    holds until that caller is done; `provisional` keeps it, with the caller's place on the stack.
    """

    final: dict[object, Summary] = field(default_factory=dict["object", "Summary"])
    provisional: dict[object, tuple[Summary, int]] = field(
        default_factory=dict["object", "tuple[Summary, int]"]
    )
    stack: list[object] = field(default_factory=list["object"])
    compared: dict[object, frozenset[str]] = field(default_factory=dict["object", "frozenset[str]"])
    variants: dict[object, set[object]] = field(default_factory=dict["object", "set[object]"])
    lowest_cut: int = MAX_DEPTH * 1000


@dataclass(slots=True, repr=False)
class State:
    """The state that the parts of one interpreter share.

    Attributes:
        resolver: Finds the modules that imports name.
        catalogue: What external calls do.
        vocabulary: What the engines call things.
        ambient: The context of the handler that is followed, where its steps find that without help.
        registrations: The registered handlers, by what their code can see and by place.
        stack: The functions that are being followed into each other.
        choices: Of calls that are being followed and may mean one of many functions, what these are.
        calls: The calls that are being followed into each other, those whose summaries are made included.
        inlined: How many calls have been followed anew since the last handler began.
        defined: Every function that was defined while handlers were looked for, by module.
        followed: Every function whose body has been run outside discovery.
        looked_into: Functions that discovery runs as if they were called.
        pretending: While functions run as if they were called, to see what they register.
        discovering: While handlers are looked for, only calls that can register one are followed.
        summaries: Summaries of functions that cannot reach the context.
        uses_within: How such functions use the steps' results that they are given, by the arguments.
        changes: How the functions of each module change its variables.
        class_changes: How the methods of each class change attributes, by the methods that only set its objects up.
        import_times: What runs only while a module is imported.
        class_envs: The variables of each class's body, by the scope it was defined in.
        symbolic_instances: An object of each class of which only the class is known.
        globals: The variables of each module that has been run.
        groups: Calls that serve several handlers, by module and place, each with its arguments.
        gone: Uses of what only earlier versions of an SDK had, by module and place.
        importing: How many modules are being run because another one needs them.
    """

    resolver: Resolver
    catalogue: Catalogue
    profile_index: ProfileIndex
    ambient: Context | None = None
    registrations: dict[tuple[object, Site], Registration] = field(
        default_factory=dict["tuple[object, Site]", "Registration"]
    )
    stack: list[ir.Function] = field(default_factory=list["ir.Function"])
    choices: list[tuple[Ref, ...]] = field(default_factory=list["tuple[Ref, ...]"])
    calls: list[Site] = field(default_factory=list["Site"])
    inlined: int = 0
    defined: dict[ir.Module, list[Closure]] = field(default_factory=dict["ir.Module", "list[Closure]"])
    followed: set[ir.Function] = field(default_factory=set["ir.Function"])
    looked_into: set[ir.Function] = field(default_factory=set["ir.Function"])
    pretending: bool = False
    discovering: bool = False
    summaries: SummaryCache = field(default_factory=SummaryCache)
    uses_within: dict[object, tuple[ValueUse, ...]] = field(
        default_factory=dict["object", "tuple[ValueUse, ...]"]
    )
    changes: dict[ir.Module, Changes] = field(default_factory=dict["ir.Module", "Changes"])
    class_changes: dict[tuple[ir.Class, frozenset[str]], MemberChanges] = field(
        default_factory=dict["tuple[ir.Class, frozenset[str]]", "MemberChanges"]
    )
    import_times: dict[ir.Module, ImportTime] = field(default_factory=dict["ir.Module", "ImportTime"])
    class_envs: dict[ir.Class, dict[Env, Env]] = field(default_factory=dict["ir.Class", "dict[Env, Env]"])
    symbolic_instances: dict[ClassRef, Object] = field(default_factory=dict["ClassRef", "Object"])
    globals: dict[ir.Module, Env] = field(default_factory=dict["ir.Module", "Env"])
    groups: dict[ir.Module, dict[Site, tuple[HandlerGroup, Arguments]]] = field(
        default_factory=dict["ir.Module", "dict[Site, tuple[HandlerGroup, Arguments]]"]
    )
    gone: dict[ir.Module, dict[Site, str]] = field(default_factory=dict["ir.Module", "dict[Site, str]"])
    importing: int = 0
