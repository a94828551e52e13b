"""Operations on values that may be anything else as well: what they give is no more certain than that."""

from __future__ import annotations

import pytest
from interpreted import Run, handled, handler_of

from wflint.domain.alternatives import Closure, Collection, Instance
from wflint.domain.awaited import StepResult
from wflint.domain.values import Const, Value
from wflint.interpreter.semantics.python.language import truth
from wflint.model.handler import Handler

_BEFORE = """
    class Session:
        mode = ""
        def __enter__(self): return ""
        def __exit__(self, *error): return True
        def __iter__(self): return self if vendor.enabled() else vendor.items()
        def __next__(self): return ""
        def __call__(self): return ""
        def find(self): return ""
    @dataclass
    class Order:
        mode: str = ""
    def plain(function): return function
    def text(): return ""
    maybe = "" if vendor.enabled() else vendor.find()
    session = Session() if vendor.enabled() else vendor.find()
    order = Order() if vendor.enabled() else vendor.find()
    function = text if vendor.enabled() else vendor.find()
    decorator = plain if vendor.enabled() else vendor.find()
    items = [""] if vendor.enabled() else vendor.find()
    options = {"mode": ""} if vendor.enabled() else vendor.find()
"""
_MORE = "".join(line.removeprefix("    ") for line in _BEFORE.splitlines(keepends=True))


@pytest.mark.parametrize(
    "expression",
    [
        "maybe",
        "session.mode",
        "session.find()",
        "session()",
        "function()",
        "items[0]",
        "options['mode']",
        "options.get('mode')",
        "maybe or ''",
        "'' if vendor.enabled() else maybe",
        "[each for each in items][0]",
        "next(iter(session))",
        "(*items,)[0]",
        "list(items)[0]",
        "{**options}['mode']",
        "Order(maybe).mode",
        "Order(**options).mode",
        "Order(**vendor.options()).mode",
        "dict(options)['mode']",
        "[text() if vendor.enabled() else maybe][0]",
        "(lambda: maybe)()",
        "getattr(session, 'mode')",
    ],
)
def test_an_expression_is_no_constant(expression: str) -> None:
    value = Run(_MORE).evaluate(expression)
    assert value.constant is None
    assert truth(value) is None


@pytest.mark.parametrize(
    "statements",
    [
        "with session as found: pass",
        "for found in session: break",
        "for found in Session(): break",
        "for found in items: break",
        "found, = items",
        "found = maybe",
        "found = ''\nif vendor.enabled(): found = vendor.find()",
        "found = ''\nfor each in vendor.items(): found = each",
        "found = ''\nwhile vendor.enabled(): found = vendor.find()",
        "found = ''\ntry: found = vendor.find()\nexcept ValueError: pass",
        "found = ''\nwith vendor.session(): found = maybe",
        "found = items.pop()",
        "class C: found = ''\nC.found = vendor.find()\nfound = C().found",
        "class C: found = ''\nC.found = vendor.find()\nfound = C.found",
        "class C(vendor.Base):\n  found: str = ''\nfound = C().found",
        "holder = {'a': ''}\nholder.update(vendor.more())\nfound = holder['a']",
        "holder = {'a': ''}\nholder[vendor.key()] = vendor.find()\nfound = holder['a']",
        "match vendor.find():\n  case found: pass",
        "found = ''\nif (found := vendor.find()): pass",
    ],
)
def test_a_variable_is_no_constant(statements: str) -> None:
    value = Run(f"{_MORE}\n{statements}\n")["found"]
    assert value.constant is None
    assert truth(value) is None


def test_what_is_certain_stays_certain() -> None:
    run = Run(f"{_MORE}\nwith Session() as found: pass\nsure = Order().mode\n")
    assert run["found"].constant == run["sure"].constant == Const("", "str")


def test_a_set_made_of_a_set_and_of_anything_holds_anything() -> None:
    made = Run("found = {1, 2} | vendor.numbers()\nother = {1, 2} | {3}\n")
    held = [only.rest for only in (made["found"].only, made["other"].only) if isinstance(only, Collection)]
    assert [each.is_open for each in held if each is not None] == [True, False]


def test_keys_of_all_kinds_are_gone_through() -> None:
    run = Run("for key in {0: 1, None: 2, 2.5: 3, b'': 4}: pass\n")
    assert {ref.value for ref in run["key"].alternatives if isinstance(ref, Const)} == {0, None, 2.5, b""}


@pytest.mark.parametrize("items", ["{'x', 'y'}", "{0: 'x', 1: 'y'}"])
def test_what_has_no_places_is_not_taken_apart_by_place(items: str) -> None:
    assert Run(f"first, second = {items}\n")["first"].constant is None
    assert Run("first, second = ('x', 'y')\n")["first"].constant == Const("x", "str")


def test_a_dict_of_pairs_holds_their_second_items() -> None:
    run = Run("found = dict([('a', 1), ('b', 1)])['a']\n")
    assert run["found"].constant == Const(1, "int")


def test_what_an_open_decorator_makes_is_not_known_to_be_the_function() -> None:
    run = Run(f"{_MORE}\n@decorator\ndef decorated(order): pass\n@plain\ndef kept(order): pass\n")
    decorated, kept = run["decorated"].only, run["kept"].only
    assert isinstance(decorated, Closure)
    assert isinstance(kept, Closure)
    assert (decorated.wrappers, kept.wrappers) == (("?",), ())


def test_an_exception_whose_class_may_be_another_is_open() -> None:
    run = Run("""
        kind = ValueError if vendor.enabled() else vendor.find()
        def fails(): raise kind("no")
    """)
    run.call("fails")
    [raised] = run.events
    value: Value = raised.value  # type: ignore[attr-defined]
    assert value.is_open
    assert value.alternatives == (Instance("builtins.ValueError"),)


# --- steps ---


def _returned(handler: Handler) -> list[Value]:
    [step] = handler.steps
    return [each.value for each in step.returned]


def test_a_step_function_that_may_be_another_may_return_anything() -> None:
    known = _returned(handler_of("await context.run('a', text)", _MORE))
    either = _returned(handler_of("await context.run('a', function)", _MORE))
    assert [each.is_open for each in known] == [False]
    assert [each.is_open for each in either] == [False, True]


def test_the_result_of_a_step_is_that_of_the_step() -> None:
    handler = handler_of("found = await context.run('a', text)\nprint(found)", _MORE)
    env = handler.facts.scopes[handler.function.handle]
    only = env.names["found"].only
    assert isinstance(only, StepResult)
    assert only.step is handler.steps[0]


_DBOS = """
    from dbos import DBOS
    @DBOS.workflow()
    def orders():
        options = {options}
        if vendor.enabled():
            options = {others}
        DBOS.run_step(options, print)
"""


@pytest.mark.parametrize(
    ("options", "others", "names", "is_open"),
    [
        ("{'name': 'a'}", "{'name': 'a'}", {"a"}, False),
        ("{'name': 'a'}", "{'name': 'b'}", {"a", "b"}, False),
        ("{'name': 'b'}", "vendor.options()", {"b"}, True),
        ("{'name': 'a'}", "{}", {"a"}, True),
    ],
)
def test_a_step_may_be_named_by_one_of_several_options(
    options: str,
    others: str,
    names: set[str],
    *,
    is_open: bool,
) -> None:
    [step] = handled(_DBOS.replace("{options}", options).replace("{others}", others)).steps
    assert step.name is not None
    assert {ref.value for ref in step.name.value.alternatives if isinstance(ref, Const)} == names
    assert step.name.value.is_open is is_open


_INNGEST = """
    import inngest
    client = inngest.Inngest(app_id="app")
    @client.create_function(fn_id="orders", trigger=inngest.TriggerEvent(event="order"))
    async def orders(ctx: inngest.Context) -> None:
        branches = {branches}
        if vendor.enabled():
            branches = {others}
        found = await ctx.group.parallel(branches)
"""


@pytest.mark.parametrize(
    ("others", "is_known"), [("(lambda: 1,)", False), ("vendor.branches()", False), ("branches", True)]
)
def test_the_results_of_branches_that_may_be_others_are_not_told_apart(
    others: str, *, is_known: bool
) -> None:
    handler = handled(_INNGEST.replace("{branches}", "(lambda: 1, lambda: 2)").replace("{others}", others))
    only = handler.facts.scopes[handler.function.handle].names["found"].only
    assert isinstance(only, Collection)
    assert (only.rest is None) is is_known
