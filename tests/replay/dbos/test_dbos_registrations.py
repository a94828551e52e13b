"""WF320: registrations that fail, or register something else."""

from __future__ import annotations

import pytest

from .cases import outcome_of

_NO_PARENTHESES = "TypeError: DBOS.{0}() takes 1 positional argument but 2 were given"
_NOT_REGISTERED = "Exception: Function target appears to be {0}, but is not properly registered"
_NO_NAME = "Exception: Function target appears to be a class instance, but does not have `config_name` set"
_NOT_CALLABLE = "TypeError: the first argument must be callable"


@pytest.mark.parametrize(
    ("case", "error"),
    [
        ("no_parentheses", _NO_PARENTHESES.format("workflow")),
        ("step_without_parentheses", _NO_PARENTHESES.format("step")),
        ("class_without_parentheses", "AttributeError: 'str' object has no attribute '__qualname__'"),
        ("method_of_plain_object", _NO_NAME),
        ("object_without_name", _NO_NAME),
        ("workflow_above_staticmethod", _NO_NAME),
        ("workflow_above_classmethod", _NOT_CALLABLE),
        ("method_of_unknown_class", _NOT_REGISTERED.format("a class instance")),
        ("classmethod_of_unknown_class", _NOT_REGISTERED.format("a class")),
    ],
)
def test_what_cannot_be_a_workflow_is_rejected(case: str, error: str) -> None:
    outcome = outcome_of(f"broken-registration/{case}", crash_after=[])

    assert outcome.status == "rejected"
    assert outcome.error == error


@pytest.mark.parametrize(
    ("case", "error"),
    [("step_above_classmethod", _NOT_CALLABLE), ("step_above_workflow", "AssertionError: ")],
)
def test_what_cannot_be_a_step_fails_when_it_is_called(case: str, error: str) -> None:
    outcome = outcome_of(f"broken-registration/{case}", crash_after=[])

    assert outcome.status == "failed"
    assert outcome.error == error
    assert outcome.log == ()


@pytest.mark.parametrize("case", ["same_name", "same_wrapper"])
def test_a_recovery_goes_on_with_the_last_workflow_of_a_name(case: str) -> None:
    outcome = outcome_of(f"broken-registration/{case}")
    alone = outcome_of(f"broken-registration/{case}", crash_after=[])

    assert alone.output == "ordered"
    assert outcome.output == "reordered"


def test_a_decorator_above_the_workflow_runs_by_hand_alone() -> None:
    called = outcome_of("broken-registration/decorator_above_workflow", "by hand")
    started = outcome_of("broken-registration/decorator_above_workflow", "")

    assert [done.log for done in called.passes] == [("audit", "charge"), ("ship",)]
    assert [done.log for done in started.passes] == [("charge",), ("ship",)]


def test_a_step_is_made_of_what_takes_attributes_and_has_a_name() -> None:
    outcome = outcome_of("broken-registration/made_of_other_things", crash_after=[])

    lacks = "AttributeError: '{0}' object has no attribute 'dbos_func_decorator_info'"
    assert outcome.output == {
        "builtin": lacks.format("builtin_function_or_method"),
        "method of a module": lacks.format("method"),
        "method": lacks.format("method"),
        "partial": "AttributeError: 'functools.partial' object has no attribute '__qualname__'",
        "named partial": "made",
        "function": "made",
    }
