"""Where calls are not followed: it is counted, the trace says why, and the handler is known to be incomplete."""

from __future__ import annotations

import pytest
from interpreted import Run, handled, handler_of

from wflint.domain.values import TOP
from wflint.interpreter import following
from wflint.interpreter.state import MAX_DEPTH, TOO_DEEP, TOO_MANY
from wflint.model.handler import Handler
from wflint.trace.events import UnknownCall
from wflint.trace.walk import steps_run, walk


def _reasons(handler: Handler) -> set[str]:
    return {event.why for event in walk(handler.events) if isinstance(event, UnknownCall)}


def _chain(length: int, last: str, argument: str = "context") -> str:
    """Return functions that call each other in a row."""
    lines = [f"def f{length}({argument}):\n    return {last}"]
    lines += [f"def f{n}({argument}):\n    return f{n + 1}({argument})" for n in reversed(range(length))]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("length", "is_complete"), [(3, True), (MAX_DEPTH - 2, True), (MAX_DEPTH + 2, False)]
)
def test_calls_that_carry_the_context_are_followed_to_a_depth(length: int, *, is_complete: bool) -> None:
    handler = handler_of("await f0(context)", _chain(length, "context.run('deep', print)"))
    assert handler.is_complete is is_complete
    assert bool(list(steps_run(handler.events))) is is_complete
    assert _reasons(handler) == (set() if is_complete else {TOO_DEEP})


def test_the_trace_names_the_call_that_is_not_followed() -> None:
    handler = handler_of("await f0(context)", _chain(MAX_DEPTH + 2, "context.run('deep', print)"))
    [unknown] = [event for event in walk(handler.events) if isinstance(event, UnknownCall)]
    assert unknown.text == f"f{MAX_DEPTH - 1}"


def test_a_summary_that_is_not_worked_out_gives_anything_and_says_why() -> None:
    run = Run(_chain(MAX_DEPTH + 2, "1", "n"))
    outcome = run.call("f0", TOP)
    assert outcome.value.is_open
    assert not run.facts.is_complete
    assert [event.why for event in run.events if isinstance(event, UnknownCall)] == [TOO_DEEP]


def test_a_summary_that_is_worked_out_says_nothing() -> None:
    run = Run(_chain(5, "1", "n"))
    assert run.call("f0", TOP).value.constant is not None
    assert run.facts.is_complete
    assert run.events == []


def test_too_many_calls_are_not_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    text = """
        async def helper(context, name):
            await context.run(name, print)

        @serve.post("/bill")
        async def bill(context: AsyncWorkflowContext[dict]) -> None:
            await helper(context, "a")
            await helper(context, "b")
            await helper(context, "c")
    """
    assert handled(text).is_complete
    monkeypatch.setattr(following, "MAX_INLINED", 2)
    handler = handled(text)
    assert not handler.is_complete
    assert [step.constant_name for step in steps_run(handler.events)] == ["a", "b"]
    assert _reasons(handler) == {TOO_MANY}


def test_a_recursion_is_not_given_up() -> None:
    handler = handler_of(
        "await again(context, 3)",
        """
        async def again(context, left):
            await context.run("a", print)
            if left:
                await again(context, left - 1)
        """,
    )
    assert handler.is_complete
    assert {step.constant_name for step in steps_run(handler.events)} == {"a"}


@pytest.mark.parametrize(
    ("argument", "is_complete"),
    [
        ("context", False),
        ("context.run", False),
        ("lambda: 1", False),
        ("[1]", True),
        ("'text'", True),
        ("context.request_payload", True),
    ],
)
def test_unknown_code_may_run_steps_if_it_is_given_a_way_to_them(argument: str, *, is_complete: bool) -> None:
    handler = handler_of(f"vendor.helper({argument})")
    assert handler.is_complete is is_complete
    assert _reasons(handler) == {""}


def test_giving_up_in_a_summary_makes_the_caller_incomplete() -> None:
    deep = _chain(MAX_DEPTH + 2, "1", "n")
    handler = handler_of("f0(1)\nawait context.run('a', print)", deep)
    assert not handler.is_complete
