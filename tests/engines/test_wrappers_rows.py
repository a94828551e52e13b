"""Rows about wrappers that make no sense."""

from __future__ import annotations

import pytest

from wflint.config.kinds import StepWrapper
from wflint.engines import load_profiles
from wflint.engines.wrappers import with_handlers, with_steps
from wflint.errors import DataError

PROFILES = tuple(profile for profile in load_profiles() if profile.id == "upstash")


def place(name: str) -> str:
    return f"wflint.toml:3: `handlers.{name}`"


@pytest.mark.parametrize(
    ("name", "like", "message"),
    [
        (
            "a.b",
            "upstash_workflow.fastapi.Serve.pst",
            "no engine registers handlers with `upstash_workflow.fastapi.Serve.pst`, did you mean `upstash_workflow.",
        ),
        (
            "a.b",
            "zzz",
            "no engine registers handlers with `zzz`; known are upstash_workflow.fastapi.Serve.post, ",
        ),
        ("b", "upstash_workflow.serve", "`b` is not a qualified name such as `myapp.workflows.durable`"),
        ("a.b-c", "upstash_workflow.serve", "`a.b-c` is not a qualified name"),
        ("a..b", "upstash_workflow.serve", "`a..b` is not a qualified name"),
    ],
)
def test_a_handler_row_that_makes_no_sense_is_an_error(name: str, like: str, message: str) -> None:
    with pytest.raises(DataError) as caught:
        with_handlers(PROFILES, {name: like}, place)
    assert str(caught.value).startswith(f"wflint.toml:3: `handlers.{name}`: {message}")


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (StepWrapper((), function="fn"), "`parameters` is empty"),
        (
            StepWrapper(("c", "fn"), function="f"),
            "`function`: `f` is not one of the parameters, did you mean `fn`?",
        ),
        (
            StepWrapper(("c", "fn"), function="x"),
            "`function`: `x` is not one of the parameters; known are c, fn",
        ),
        (StepWrapper(("c", "fn"), context="x", function="fn"), "`context`: `x` is not one of the parameters"),
        (StepWrapper(("c", "fn")), "the key `function` is missing"),
        (StepWrapper(("c", "t"), duration="t"), "`duration`: the step `run` takes no such thing"),
        (StepWrapper(("c",), method="slep"), "no context has a step `slep`, did you mean `sleep`?"),
    ],
)
def test_a_step_row_that_makes_no_sense_is_an_error(row: StepWrapper, message: str) -> None:
    with pytest.raises(DataError) as caught:
        with_steps(PROFILES, {"a.b": row}, place)
    assert str(caught.value).startswith(f"wflint.toml:3: `handlers.a.b`: {message}")


def test_a_call_needs_no_function() -> None:
    (profile,) = with_steps(
        PROFILES, {"a.b": StepWrapper(("c", "n", "data"), name="n", body="data", method="call")}, place
    )
    made = profile.function["a.b"]
    assert (made.context, made.name, made.body, made.name_in_header) == ("c", "n", "data", True)
