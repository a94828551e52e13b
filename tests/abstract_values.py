"""Abstract values for tests: places, functions and steps that stand for themselves, and strategies of any value."""

from __future__ import annotations

from hypothesis import strategies as st

from wflint.domain.alternatives import (
    ClassRef,
    Closure,
    Collection,
    Context,
    Data,
    Decoded,
    External,
    Headers,
    Instance,
    Object,
    Payload,
)
from wflint.domain.awaited import StepResult, Task
from wflint.domain.env import Env
from wflint.domain.sites import Site
from wflint.domain.taint import FromParameter, FromRequest, LoopVariance, Taint, TaintSource
from wflint.domain.values import TOP, Const, Ref, Value
from wflint.effects import EffectKind, Row
from wflint.engines import Color, StepKind, StepMethod, load_profiles
from wflint.files.text import SourceText
from wflint.ir import nodes as ir
from wflint.languages.python.parse import parse
from wflint.trace.steps import StepCall

MODULE = parse(SourceText("handled.py", ""), "handled").module
GLOBALS = Env(MODULE)
PROFILE = next(each for each in load_profiles() if each.id == "upstash")
CONTEXT = Context(PROFILE, Color.ASYNC)


def site(name: str = "x") -> Site:
    """Return a place of its own."""
    return Site(MODULE, ir.Name(object(), name))


def source(name: str) -> TaintSource:
    """Return a source of change of its own."""
    return TaintSource((site(name),), Row(name, "", EffectKind.CLOCK), name)


def function(text: str) -> ir.Function:
    """Return the function that a text defines."""
    [define] = parse(SourceText("f.py", text)).module.body.block.statements
    assert isinstance(define, ir.Define)
    return define.function


def closure(text: str = "def f(): pass", env: Env = GLOBALS) -> Closure:
    """Return the function that a text defines, in a scope."""
    return Closure(function(text), env, MODULE)


def class_ref(
    text: str = "class C: pass", *bases: str, decorators: tuple[str, ...] = (), env: Env = GLOBALS
) -> ClassRef:
    """Return the class that a text defines, derived from external classes."""
    [define] = parse(SourceText("f.py", text)).module.body.block.statements
    assert isinstance(define, ir.DefineClass)
    above = tuple(Value((External(base),)) for base in bases)
    return ClassRef(define.class_, env, MODULE, above, decorators)


def step(method: StepMethod | None = None) -> StepCall:
    """Return a step of its own, which runs a function."""
    called = site("step")
    run = method or StepMethod("run", StepKind.RUN, ("name", "function"), name="name", function="function")
    return StepCall(called, (called,), CONTEXT, run, GLOBALS, None)


def strings(*texts: str) -> Value:
    """Return a value that is one of some texts."""
    return Value(tuple(Const(text, "str") for text in texts))


def collection(
    kind: ir.ContainerKind, items: dict[object, Value] | None = None, rest: Value | None = None
) -> Value:
    """Return a collection as a value."""
    return Value((Collection(kind, items or {}, rest),))


_LOOP = site("loop")
REFS: tuple[Ref, ...] = (
    Const(True, "bool"),  # noqa: FBT003 - the constant itself
    Const(1, "int"),
    Const(0, "int"),
    Const("", "str"),
    Const("a", "str"),
    Const(None, "NoneType"),
    Instance("datetime.datetime"),
    Instance("datetime.datetime", naive=True),
    External("os.environ"),
    Data(),
    Decoded(),
    Payload(),
    Payload(whole=False),
    Headers(),
    Collection(ir.ContainerKind.LIST),
    Collection(ir.ContainerKind.LIST),
    Object(class_ref()),
    closure(),
    StepResult(step()),
    Task(_LOOP, TOP),
)
"""Things that a value may be, no two of them equal."""

TAINTS: tuple[Taint, ...] = (
    source("time.time"),
    source("random.random"),
    LoopVariance(_LOOP, GLOBALS),
    FromParameter("order"),
    FromRequest("payload"),
    FromRequest("payload", part=True),
)


def kind(ref: Ref) -> str:
    """Return what tests call one of the things: its kind, since its nodes take pages to print."""
    return type(ref).__name__


def values(max_alternatives: int = 8) -> st.SearchStrategy[Value]:
    """Return a strategy of values, widened as `join` widens them."""
    return st.builds(
        Value,
        st.lists(st.sampled_from(REFS), max_size=max_alternatives, unique=True).map(tuple),
        st.frozensets(st.sampled_from(TAINTS), max_size=3),
        st.booleans(),
    )


@st.composite
def below(draw: st.DrawFn, value: Value) -> Value:
    """Draw a value below another one: some of its alternatives, some of its taint; anything where it is open."""
    choices = REFS if value.is_open else value.alternatives
    kept = draw(st.lists(st.sampled_from(choices), max_size=8, unique=True)) if choices else []
    taints = [each for each in TAINTS if each in value.taint]
    taint = draw(st.frozensets(st.sampled_from(taints))) if taints else frozenset[Taint]()
    return Value(tuple(kept), taint, value.is_open and draw(st.booleans()))
