"""What Python means: truth, operators, when calls start, what members are."""

from __future__ import annotations

import pytest
from abstract_values import TAINTS, closure, collection, function, strings, values
from hypothesis import given
from hypothesis import strategies as st
from interpreted import Run, effects_in, handler_of

from wflint.domain.alternatives import External, Instance, Payload, instance
from wflint.domain.awaited import Coroutine, Pending
from wflint.domain.lattice import is_below, join
from wflint.domain.values import BOTTOM, TOP, Const, Value, constant
from wflint.interpreter.evaluator import Start
from wflint.interpreter.semantics.python import PythonSemantics
from wflint.ir import nodes as ir
from wflint.trace.walk import steps_run

_PYTHON = PythonSemantics()
_TRUE, _FALSE, _NONE = constant(True), constant(False), constant(None)  # noqa: FBT003 - the constants themselves
_FUNCTION = Value((closure(),))
_STR, _INT, _FLOAT = instance("builtins.str"), instance("builtins.int"), instance("builtins.float")
_LIST = collection(ir.ContainerKind.LIST)


# --- truth ---


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        (_TRUE, True),
        (constant("a"), True),
        (constant(0), False),
        (_NONE, False),
        (strings("", "a"), None),
        (strings("a", "b"), None),
        (_STR, None),
        (_FUNCTION, None),
        (TOP, None),
        (BOTTOM, None),
        (Value(_NONE.alternatives, is_open=True), None),
        (_NONE.with_taint(frozenset(TAINTS[:1])), None),
        (Value((External("typing.TYPE_CHECKING"),)), False),
        (Value((External("vendor.FLAG"),)), None),
    ],
)
def test_whether_a_condition_always_holds(test: Value, *, expected: bool | None) -> None:
    assert _PYTHON.truth(test) is expected


@given(values())
def test_what_may_be_anything_or_changes_is_neither_true_nor_false(value: Value) -> None:
    assert _PYTHON.truth(join(value, TOP)) is None
    assert _PYTHON.truth(value.with_taint(frozenset(TAINTS[:1]))) is None


@pytest.mark.parametrize(
    ("condition", "runs"), [("True", True), ("None", False), ("vendor.flag()", True), ("0", False)]
)
def test_only_ways_that_may_be_taken_are_followed(condition: str, *, runs: bool) -> None:
    handler = handler_of(f"if {condition}:\n    await context.run('a', print)")
    assert bool(list(steps_run(handler.events))) is runs


# --- operators ---


@pytest.mark.parametrize(
    ("op", "left", "kept"),
    [
        ("and", _FALSE, _FALSE),
        ("and", _TRUE, None),
        ("and", strings("", "a"), strings("")),
        ("and", _STR, _STR),
        ("and", _FUNCTION, None),
        ("and", instance("vendor.Client"), None),
        ("and", TOP, TOP),
        ("or", _FALSE, None),
        ("or", _TRUE, _TRUE),
        ("or", strings("", "a"), strings("a")),
        ("or", _STR, _STR),
        ("or", _FUNCTION, _FUNCTION),
        ("or", TOP, TOP),
    ],
)
def test_what_and_and_or_keep_of_their_first_operand(op: str, left: Value, kept: Value | None) -> None:
    assert _PYTHON.short_cut(op, left) == kept


@given(st.sampled_from(["and", "or"]), values())
def test_what_is_kept_is_part_of_the_operand_and_as_open(op: str, left: Value) -> None:
    kept = _PYTHON.short_cut(op, left)
    if kept is None:
        assert not left.is_open
    else:
        assert is_below(kept, left)
        assert kept.is_open == left.is_open


@pytest.mark.parametrize(
    ("op", "operands", "expected"),
    [
        ("+", [constant("a"), constant("b")], constant("ab")),
        ("+", [constant(1), constant(2)], constant(3)),
        ("*", [constant(2), constant(1.5)], constant(3.0)),
        ("-", [constant(2)], constant(-2)),
        ("//", [constant(7), constant(2)], constant(3)),
        ("%", [constant("%s-a"), constant("x")], constant("x-a")),
        ("/", [constant(1), constant(0)], TOP),
        ("+", [constant("a"), constant(1)], TOP),
        ("*", [constant("a"), constant(10**9)], TOP),
        ("**", [constant(10), constant(10**9)], TOP),
        ("==", [constant(1), constant(1)], instance("builtins.bool")),
        ("+", [_STR, TOP], _STR),
        ("+", [_INT, _INT], _INT),
        ("/", [_INT, _INT], _FLOAT),
        ("%", [_FLOAT, _INT], _FLOAT),
        ("**", [_INT, _INT], TOP),
        ("+", [_INT, TOP], TOP),
        ("*", [Value((Payload(),)), _FLOAT], _FLOAT),
        ("*", [Value((Payload(),)), _INT], TOP),
        ("*", [TOP, _FLOAT], TOP),
        ("*", [instance("datetime.timedelta"), _FLOAT], instance("datetime.timedelta")),
        ("*", [instance("datetime.timedelta"), TOP], TOP),
        ("/", [instance("datetime.timedelta"), instance("datetime.timedelta")], _FLOAT),
        ("/", [Value((Payload(),)), _INT], _FLOAT),
        ("**", [_FLOAT, _INT], _FLOAT),
        ("**", [constant(2), constant(-1)], constant(0.5)),
        ("**", [constant(-2), constant(0.5)], TOP),
        ("+", [TOP, TOP], TOP),
        ("-", [TOP], TOP),
        (
            "-",
            [instance("datetime.datetime"), instance("datetime.datetime")],
            instance("datetime.timedelta"),
        ),
        ("/", [instance("pathlib.Path"), constant("a")], instance("pathlib.Path")),
    ],
)
def test_what_operators_give(op: str, operands: list[Value], expected: Value) -> None:
    assert _PYTHON.operate(op, operands, None) == expected


_OPERATORS = st.sampled_from(["+", "-", "*", "/", "//", "%", "**", "==", "in", "|"])


@given(_OPERATORS, values(), values())
def test_an_operator_gives_no_constant_where_an_operand_may_be_anything(
    op: str, first: Value, second: Value
) -> None:
    for operands in ([join(first, TOP), second], [first, join(second, TOP)]):
        assert _PYTHON.operate(op, operands, None).constant is None


# --- names and text ---


def test_names_that_no_scope_binds() -> None:
    assert _PYTHON.global_value("print") == Value((External("builtins.print"),))
    assert _PYTHON.global_value("unheard_of") == TOP


def test_members_of_text_enums_are_formatted_as_their_text() -> None:
    run = Run("""
        import enum
        class Mode(enum.StrEnum):
            FAST = "fast"
        class Plain(enum.Enum):
            FAST = "fast"
    """)
    assert run.evaluate("f'{Mode.FAST}'").constant == Const("fast", "str")
    assert run.evaluate("f'{Plain.FAST}'") == _STR


# --- when calls start ---


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("def f(): pass", Start.AT_ONCE),
        ("async def f(): pass", Start.LAZILY),
        ("def f(): yield", Start.WHEN_ITERATED),
        ("async def f(): yield", Start.WHEN_ITERATED),
        ("def f():\n  def g(): yield", Start.AT_ONCE),
    ],
)
def test_when_a_body_starts_to_run(text: str, start: Start) -> None:
    assert _PYTHON.starts(function(text)) is start


_CALLS = """
    def now():
        requests.post("https://example.com")
        return 1
    async def later():
        requests.post("https://example.com")
        return 1
    def each():
        requests.post("https://example.com")
        yield 1
"""


@pytest.mark.parametrize(
    ("expression", "ran"),
    [
        ("now()", True),
        ("later()", False),
        ("await later()", True),
        ("each()", False),
        ("[x for x in each()]", True),
        ("next(each())", True),
        ("asyncio.run(later())", True),
        ("[later() for _ in '12']", False),
        ("await asyncio.gather(later())", True),
    ],
)
def test_what_a_call_does_at_once(expression: str, *, ran: bool) -> None:
    run = Run(_CALLS)
    run.evaluate(expression)
    assert bool(effects_in(run.events)) is ran


def test_a_coroutine_gives_its_result_when_it_is_awaited() -> None:
    run = Run(_CALLS)
    assert isinstance(run.evaluate("later()").only, Coroutine)
    assert run.evaluate("await later()").constant == Const(1, "int")


def test_a_step_that_is_not_awaited_has_not_run() -> None:
    handler = handler_of("pending = context.run('a', print)\nawait context.run('b', print)")
    env = handler.facts.scopes[handler.function.handle]
    assert isinstance(env.names["pending"].only, Pending)
    assert [step.constant_name for step in steps_run(handler.events)] == ["b"]


# --- members ---


def _attribute(body: str, use: str) -> Value:
    return Run(f"class C:\n{body}\nc = C()\n{use}\nfound = c.found\n")["found"]


_FIND = "vendor.find()"


@pytest.mark.parametrize(
    ("body", "use", "alternatives", "is_open"),
    [
        ("  found = None", "pass", [None], False),
        ("  found = None", f"c.found = {_FIND}", [], True),
        ("  found = None\n  def look(self): self.found = vendor.find()", "c.look()", [None], True),
        ("  found = None\n  def __init__(self): self.found = vendor.find()", "pass", [], True),
        ("  found = None\n  def __init__(self): self.found = 1", "pass", [1], False),
        ("  def look(self): self.found = 1", "c.look()", [1], False),
        ("  found = None\n  def look(self): self.found = 1", "c.look()", [None, 1], False),
    ],
    ids=[
        "class variable",
        "assigned at the top level",
        "assigned by a method",
        "assigned anew in __init__",
        "constant in __init__",
        "no default",
        "a constant by a method",
    ],
)
def test_an_attribute_keeps_what_its_class_says_until_init_assigns_it(
    body: str,
    use: str,
    alternatives: list[object],
    *,
    is_open: bool,
) -> None:
    value = _attribute(body, use)
    assert [ref.value for ref in value.alternatives if isinstance(ref, Const)] == alternatives
    assert value.is_open is is_open


def test_attributes_and_keys_are_told_apart() -> None:
    run = Run("""
        @dataclass
        class State:
            started: float
            other: int
        state = State(time.time(), 1)
        mapping = {"started": time.time(), "other": 1}
    """)
    for other, started in (("state.other", "state.started"), ("mapping['other']", "mapping['started']")):
        assert run.evaluate(other) == constant(1)
        assert run.evaluate(started).taint


def test_objects_of_unknown_classes_have_unknown_members() -> None:
    run = Run("client = vendor.Client()\n")
    assert run.evaluate("client.anything").is_open
    assert run.evaluate("vendor.Client").only == External("vendor.Client")
    assert run.evaluate("ValueError('no')") == Value((Instance("builtins.ValueError"),))
