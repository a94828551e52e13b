"""The control-flow graph of events written by hand: what can run before and after what, and how a handler ends."""

from __future__ import annotations

from abstract_values import GLOBALS
from written_events import at_once, attempt, clause, did, inlined, inside, left, loop, many, ran, when

from wflint.trace.cfg import Graph, build_graph
from wflint.trace.event import Event
from wflint.trace.events import ExceptClause, Exit, StepExecuted, UnknownCall


def _name(event: Event | ExceptClause) -> str:
    match event:
        case UnknownCall():
            return event.text
        case Exit():
            return event.kind.value
        case StepExecuted():
            return event.step.constant_name or ""
        case ExceptClause():
            return "except"
        case _:
            return ""


class _Ways:
    """The graph of some events, whose leaves are asked for by name; blocks have none."""

    def __init__(self, *events: Event) -> None:
        self.graph: Graph = build_graph(list(events))

    def nodes(self, name: str) -> list[int]:
        found = [node for node, event in enumerate(self.graph.events) if _name(event) == name]
        assert found, f"{name} is not in the graph"
        return found

    def names(self, nodes: set[int] | frozenset[int]) -> str:
        return " ".join(sorted({_name(self.graph.events[node]) for node in nodes} - {""}))

    def after(self, *names: str) -> str:
        return self.names(self.graph.reachable(node for name in names for node in self.nodes(name)))

    def before(self, *names: str) -> str:
        return self.names(self.graph.reaching(node for name in names for node in self.nodes(name)))

    @property
    def ends(self) -> str:
        return self.names(self.graph.exits)


# --- in a row ---


def test_what_runs_in_a_row() -> None:
    ways = _Ways(*many("a", "b", "c"))
    assert ways.after("a") == "b c"
    assert ways.after("c") == ""
    assert ways.before("c") == "a b"
    assert ways.before("a") == ""
    assert ways.ends == "c"


def test_nothing_has_no_way() -> None:
    graph = build_graph([])
    assert graph.events == []
    assert graph.exits == frozenset()
    assert graph.reachable([]) == graph.reaching([]) == set()
    assert graph.of(did("a")) == []


def test_what_stands_behind_an_exit_is_not_in_the_graph() -> None:
    behind = did("b")
    ways = _Ways(did("a"), left("return"), behind)
    assert ways.graph.of(behind) == []
    assert ways.ends == "return"


def test_ways_from_and_to_several_places() -> None:
    ways = _Ways(when(many("a", "b"), many("c", "d")), did("e"))
    assert ways.after("a", "c") == "b d e"
    assert ways.before("b", "d") == "a c"


# --- branches ---


def test_one_of_the_arms_runs() -> None:
    ways = _Ways(when(many("a"), many("b")), did("c"))
    assert ways.after("a") == ways.after("b") == "c"
    assert ways.before("c") == "a b"
    assert ways.ends == "c"


def test_an_empty_arm_leads_past_the_other_one() -> None:
    ways = _Ways(did("a"), when(many("b"), []), did("c"))
    [branch] = ways.graph.reachable(ways.nodes("a")) - set(ways.nodes("b")) - set(ways.nodes("c"))
    assert ways.graph.after[branch] == {*ways.nodes("b"), *ways.nodes("c")}


def test_an_arm_that_returns_does_not_lead_on() -> None:
    ways = _Ways(when([did("a"), left("return")], many("b")), did("c"))
    assert ways.after("a") == "return"
    assert ways.before("c") == "b"
    assert ways.ends == "c return"


def test_nothing_follows_where_all_arms_leave() -> None:
    ways = _Ways(when([left("return")], [left("raise")]), did("c"))
    assert ways.before("c") == ""
    assert "return" in ways.ends
    assert "raise" not in ways.ends


# --- loops ---


def test_a_loop_leads_back_to_itself() -> None:
    ways = _Ways(did("before"), loop(many("a", "b")), did("after"))
    assert ways.after("b") == "a after b"
    assert ways.before("a") == "a b before"
    assert ways.after("after") == ""
    assert set(ways.nodes("a")) <= ways.graph.reachable(ways.nodes("a"))
    assert not set(ways.nodes("after")) & ways.graph.reachable(ways.nodes("after"))


def test_a_loop_may_run_no_round() -> None:
    ways = _Ways(did("before"), loop(many("a")), did("after"))
    assert set(ways.nodes("after")) <= ways.graph.reachable(ways.nodes("before"))
    head = ways.graph.after[ways.nodes("before")[0]]
    assert set(ways.nodes("after")) <= set().union(*(ways.graph.after[node] for node in head))


def test_only_a_break_leads_out_of_an_endless_loop() -> None:
    ways = _Ways(loop([did("a"), when([left("break")], []), did("b")], endless=True), did("after"))
    assert ways.after("break") == "after"
    assert ways.after("b") == "a after b break"
    assert _Ways(loop(many("a"), endless=True), did("after")).before("after") == ""


def test_continue_leads_to_the_next_round() -> None:
    ways = _Ways(loop([did("a"), when([left("continue")], []), did("b")]), did("after"))
    assert ways.after("continue") == "a after b continue"
    direct = ways.graph.after[ways.nodes("continue")[0]]
    assert not direct & {*ways.nodes("b"), *ways.nodes("after")}


def test_a_break_skips_the_else_of_its_loop() -> None:
    ways = _Ways(loop([when([left("break")], many("a"))], many("else")), did("after"))
    assert ways.after("break") == "after"
    assert ways.after("a") == "a after break else"
    assert ways.before("else") == "a"


def test_a_break_leaves_the_inner_loop_alone() -> None:
    ways = _Ways(loop([loop([left("break")]), did("a")]))
    assert ways.after("break") == "a break"


def test_a_return_in_a_loop_ends_the_handler() -> None:
    ways = _Ways(loop([did("a"), when([left("return")], [])]), did("after"))
    assert ways.after("return") == ""
    assert ways.ends == "after return"


# --- try ---


def test_every_place_of_a_body_may_raise() -> None:
    ways = _Ways(attempt(many("a", "b"), clause(did("h"))), did("after"))
    assert ways.before("except") == "a b"
    assert ways.after("h") == "after"
    assert ways.after("a") == "after b except h"


def test_the_else_of_a_try_is_not_covered_by_its_clauses() -> None:
    ways = _Ways(attempt(many("a"), clause(did("h")), orelse=many("else")), did("after"))
    assert ways.after("else") == "after"
    assert ways.before("else") == "a"


def test_a_caught_raise_leads_to_the_clause() -> None:
    ways = _Ways(attempt([did("a"), left("raise")], clause(did("h"))), did("after"))
    assert ways.after("raise") == "after except h"
    assert ways.before("after") == "a except h raise"


def test_a_raise_that_nothing_catches_is_no_end() -> None:
    ways = _Ways(did("a"), left("raise"))
    assert ways.ends == ""


def test_a_clause_may_raise_into_the_try_around() -> None:
    inner = attempt(many("a"), clause(did("h"), left("raise")))
    ways = _Ways(attempt([inner], clause(did("outer"))), did("after"))
    assert ways.after("raise") == "after except outer"


def test_finally_runs_on_every_way_out() -> None:
    final = did("f")
    ways = _Ways(attempt([did("a"), when([left("return")], [])], final=[final]), did("after"))
    assert ways.after("return") == "f"
    assert ways.after("f") == "after"
    assert ways.ends == "after f"
    assert len(ways.graph.of(final)) == 3, "as control falls through, returns and raises"


def test_finally_without_a_way_to_its_end_leads_nowhere() -> None:
    ways = _Ways(attempt([left("return")], final=many("f")))
    assert ways.after("return") == "f"
    assert ways.after("f") == ""
    assert ways.ends == "f"


def test_break_and_continue_pass_through_finally() -> None:
    body = attempt([when([left("break")], [left("continue")])], final=many("f"))
    ways = _Ways(loop([body, did("b")], endless=True), did("after"))
    assert ways.after("break") == "after f"
    assert ways.after("continue") == "after break continue f"


def test_a_return_passes_through_each_finally_in_order() -> None:
    ways = _Ways(attempt([attempt([left("return")], final=many("inner"))], final=many("outer")))
    assert ways.after("return") == "inner outer"
    assert ways.before("inner") == "return"
    assert ways.ends == "outer"


def test_a_return_in_finally_ends_what_is_on_its_way() -> None:
    ways = _Ways(attempt([left("raise")], final=[did("f"), left("return")]))
    assert ways.after("raise") == "f return"
    assert ways.ends == "return"


def test_a_raise_passes_through_finally_to_the_clause_around() -> None:
    ways = _Ways(attempt([attempt([left("raise")], final=many("f"))], clause(did("h"))), did("after"))
    assert ways.after("raise") == "after except f h"


# --- calls, blocks, steps ---


def test_a_return_of_a_called_function_leads_behind_the_call() -> None:
    ways = _Ways(inlined(did("a"), when([left("return")], []), did("b")), did("after"))
    assert ways.after("return") == "after"
    assert ways.after("b") == "after"
    assert ways.ends == "after"


def test_a_raise_of_a_called_function_is_caught_by_the_caller() -> None:
    ways = _Ways(attempt([inlined(left("raise")), did("b")], clause(did("h"))))
    assert ways.after("raise") == "except h"


def test_a_break_of_the_caller_is_none_of_the_called_function() -> None:
    ways = _Ways(loop([inlined(loop([left("break")]), did("a"))]), did("after"))
    assert ways.after("break") == "a after break"


def test_a_manager_is_made_before_its_block() -> None:
    ways = _Ways(inside(many("enter"), many("a")), did("after"))
    assert ways.after("enter") == "a after"
    assert ways.before("enter") == ""


def test_what_starts_at_once_is_laid_out_in_the_order_of_the_code() -> None:
    ways = _Ways(at_once(many("a"), many("b")), did("after"))
    assert ways.after("a") == "after b"
    assert ways.before("a") == ""


def test_steps_are_nodes_and_what_their_functions_do_is_not() -> None:
    ways = _Ways(ran("first", did("inside")), loop([ran("second")]))
    assert [step.constant_name for _, step in ways.graph.steps()] == ["first", "second"]
    assert "inside" not in {_name(event) for event in ways.graph.events}
    assert ways.after("first") == "second"
    assert ways.after("second") == "second"
    assert ways.graph.steps()[0][1].scope is GLOBALS
