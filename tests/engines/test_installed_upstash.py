"""What the profile of Upstash says of its SDK beside what every profile does; see test_every_profile.py."""

from __future__ import annotations

import dataclasses
import importlib
import inspect
from typing import TYPE_CHECKING, Any

import pytest

from wflint.engines import Color, Profile, load_profiles

from .installed import KEYWORD, POSITIONAL, found, parameters

if TYPE_CHECKING:
    from wflint.engines.handlers import HandlerPattern
    from wflint.engines.steps import StepMethod

(PROFILE,) = (profile for profile in load_profiles() if profile.id == "upstash")
pytest.importorskip("upstash_workflow")


def context_classes(profile: Profile) -> list[tuple[Color, Any]]:
    return [(each.color, found(name)) for each in profile.context for name in each.types]


@pytest.mark.parametrize("step", PROFILE.step, ids=lambda step: step.method)
def test_a_step_method_has_the_parameters_of_the_profile(step: StepMethod) -> None:
    for color, context in context_classes(PROFILE):
        method = getattr(context, step.method)

        assert parameters(method, POSITIONAL) == list(step.parameters)
        assert parameters(method, KEYWORD) == list(step.keyword_parameters)
        assert inspect.iscoroutinefunction(method) is (color is Color.ASYNC)


def test_a_context_has_the_members_of_the_profile_and_no_others() -> None:
    for _, context in context_classes(PROFILE):
        made = context(*[[] for _ in parameters(context, POSITIONAL)])
        members = {name for name in dir(made) if not name.startswith("_")}

        assert members == PROFILE.context_members()


@pytest.mark.parametrize("pattern", PROFILE.handler, ids=lambda pattern: pattern.pattern)
def test_a_registration_takes_the_options_of_the_profile(pattern: HandlerPattern) -> None:
    function = found(pattern.pattern)

    assert parameters(function, POSITIONAL) == list(pattern.parameters)
    keywords = parameters(function, KEYWORD)
    assert sorted(keywords) == sorted((*PROFILE.registration.options, *pattern.more_options))


def test_the_named_options_are_options() -> None:
    named = PROFILE.registration
    roles = {named.parser, named.client, named.receiver, named.environment, *named.urls}

    assert roles <= set(named.options)


def test_the_clients_are_what_the_registrations_ask_for() -> None:
    asked = {pattern.color: inspect.signature(found(pattern.pattern)) for pattern in PROFILE.handler}
    for each in PROFILE.client:
        (client,) = {found(name) for name in each.types}
        annotation = asked[each.color].parameters[PROFILE.registration.client].annotation

        assert client in annotation.__args__


def test_a_response_has_the_fields_of_the_profile() -> None:
    response = PROFILE.response

    assert response is not None
    assert tuple(each.name for each in dataclasses.fields(found(response.type))) == response.fields
    assert {response.status, response.body} <= set(response.fields)
    assert {step.result for step in PROFILE.step} == {None, response.type}
    assert set(response.fields).isdisjoint(response.instead)


def test_the_exception_that_suspends_has_the_base_of_the_profile() -> None:
    suspend = PROFILE.suspend
    assert suspend is not None
    (raised,) = {found(name) for name in (suspend.exception, *suspend.aliases)}

    assert raised.__base__.__name__ == suspend.base


@pytest.mark.parametrize("missing", [0, 1, None])
def test_deliveries_are_verified_if_all_keys_are_set(missing: int | None) -> None:
    rules = PROFILE.verification
    assert rules is not None
    environment = {name: "sig_" for place, name in enumerate(rules.keys) if place != missing}
    environment[rules.token] = "token"
    options = importlib.import_module("upstash_workflow.serve.options")

    processed = options._process_options(env=environment)  # noqa: SLF001 - its public callers start a server

    assert (processed.receiver is None) is (missing is not None)
