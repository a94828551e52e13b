"""What holds for every profile, whatever the engine: it is of one piece, and the installed SDK is as it says."""

from __future__ import annotations

import ast
import importlib.metadata
import inspect
import re
import string
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import wflint.engines
from wflint.engines import Color, StepKind, StepMethod, load_profiles
from wflint.engines.facts.replay import imported
from wflint.engines.handlers import CONTEXT, OWN_ARGUMENTS, RegistrationStyle
from wflint.engines.load import parse_profile
from wflint.engines.replay import COMMON_EXCEPTIONS, Consequences
from wflint.engines.steps import ArgumentForwarding

from .installed import KEYWORD, POSITIONAL, attribute, found, members, need, parameters

if TYPE_CHECKING:
    from wflint.engines import Profile

FOLDER = Path(wflint.engines.__file__).parent
PROFILES = [pytest.param(profile, id=profile.id) for profile in load_profiles()]
every_profile = pytest.mark.parametrize("profile", PROFILES)

# What the rules that say a sentence put into it.
PLACEHOLDERS: dict[str, set[str]] = {
    "nested": {"inner", "outer"},
    "unawaited": {"what"},
    "unawaited_last": {"what"},
    "unawaited_only": {"what"},
    "end_unawaited": {"call"},
    "end_swallowed": {"what", "call"},
    "together": {"call"},
    "method_detached": {"method"},
    "context_spread": {"method"},
    "not_served": {"registers", "member", "what"},
    "argument_unknown": {"step", "name"},
    "argument_missing": {"step", "needed"},
    "body_object": {"step", "name"},
    "headers_object": {"step", "type"},
    "branches": {"call"},
    "beside": {"call"},
    "late": {"call"},
    "race_with_wait": {"call"},
    "uneven": {"call"},
    "hidden": {"call"},
    "queued": {"call"},
    "first": {"call"},
    "race": {"call"},
    "group": {"call"},
    "pool": {"call"},
    "task_left": {"call"},
    "task_beside": {"call"},
    "swallowed": {"what", "signal", "step"},
    "held": {"step"},
    "locked": {"step"},
    "entered": {"step"},
    "final": set(),
    "final_step": {"step", "other"},
    "cut_off": {"call", "step"},
    "caught": {"step", "next"},
    "ended": {"step"},
    "no_step": set(),
    "raised_early": {"what"},
    "signal_raised": {"signal"},
    "failure_step": {"step"},
    "changed": {"variable", "step"},
    "payload_changed": {"what"},
    "result_unstored": {"type", "a_type", "failure"},
    "thenable": {"step", "what"},
    "argument_unstored": {"call", "a_type"},
    "failure_unread": {"error", "failure"},
    "failure_unstored": {"error"},
    "route_inside": {"call"},
    "not_called": {"call"},
    "called_empty": {"call"},
    "above_classmethod": {"call"},
    "above_staticmethod": {"call"},
    "step_above_handler": {"call", "name"},
    "handler_wrapped": {"call", "name"},
    "class_unknown": {"name", "class", "what"},
    "class_not_called": {"call"},
    "object_unnamed": {"name", "class"},
    "same_name": {"name"},
    "group_name": {"call", "name"},
    "made_of_builtin": {"name"},
    "made_of_method": {"name"},
    "made_of_unnamed": {"type"},
    "directive_unseen": {"name"},
    "directive_not_async": {"name"},
    "declared_inside": {"name"},
}
# Decorators of versions that the profile still knows, and the newest one has no more.
OLDER = {"dbos.DBOS.transaction"}


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def steps(profile: Profile) -> list[StepMethod]:
    return [*profile.step, *profile.function.values()]


# --- the profile itself ---


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.toml")), ids=lambda path: path.stem)
def test_a_profile_parses_and_has_the_id_of_its_file(path: Path) -> None:
    assert parse_profile(path.read_text(encoding="utf-8"), path.name).id == path.stem


@every_profile
def test_a_step_s_roles_are_parameters_that_it_has(profile: Profile) -> None:
    for step in steps(profile):
        known = {*step.parameters, *step.keyword_parameters, step.context}
        roles = (step.name, step.function, step.branches, step.duration, step.moment, step.body)
        assert {role for role in roles if role} <= known, step.method
        assert not step.name_key or step.name, step.method
        methods = {each.method for each in steps(profile)}
        assert {step.twin, ""} <= {*methods, ""}, step.method


@every_profile
def test_a_step_has_what_its_kind_asks_for(profile: Profile) -> None:
    for step in steps(profile):
        role = {
            StepKind.RUN: step.function,
            StepKind.SLEEP: step.duration,
            StepKind.SLEEP_UNTIL: step.moment,
            StepKind.TOGETHER: step.branches,
        }
        assert role.get(step.kind, "none"), step.method
        if step.kind is StepKind.SLEEP:
            assert profile.duration is not None
        if step.kind is StepKind.SLEEP_UNTIL:
            assert profile.moment is not None


@every_profile
def test_a_handler_is_called_with_things_that_there_are(profile: Profile) -> None:
    for handler in profile.handler:
        for what in handler.takes:
            if what == OWN_ARGUMENTS:
                assert handler.takes == (OWN_ARGUMENTS,), "nothing else is known then"
            elif what.startswith(f"{CONTEXT}."):
                path = what.removeprefix(f"{CONTEXT}.")
                assert profile.has_part(path) or path in {each.path for each in profile.context}
            else:
                assert what in {CONTEXT, "payload"}
        assert profile.context or CONTEXT not in handler.takes


@every_profile
def test_steps_can_be_reached(profile: Profile) -> None:
    assert profile.step or profile.function or profile.recorded
    assert bool(profile.step) is bool(profile.context)
    parts = {each.path for each in profile.context}
    assert profile.new_step.path in {*parts, ""}
    # What an earlier SDK has may be absent from the one that its profile extends.
    if not profile.engine.supersedes:
        assert not set(profile.absent) & {step.method for step in profile.step}


def test_the_placeholders_of_every_outcome_are_known() -> None:
    assert set(PLACEHOLDERS) == {each.name for each in fields(Consequences)}


@every_profile
def test_sentences_about_mistakes_format(profile: Profile) -> None:
    for name, allowed in PLACEHOLDERS.items():
        outcome = getattr(profile.consequences, name)
        if outcome is None:
            continue
        for is_sync in (False, True):
            parts = {each: f"<{each}>" for each in allowed}
            text = outcome.said(is_sync=is_sync, **parts)
            template = (outcome.sync if is_sync else None) or outcome.message
            assert all(f"<{each}>" in text for each in placeholders(template)), name
        for text in filter(None, (outcome.message, outcome.sync, outcome.help)):
            assert not text.endswith("."), f"{name}: the report ends sentences where it wants"


@every_profile
def test_what_the_sdk_says_formats(profile: Profile) -> None:
    codec, duration = profile.codec, profile.duration
    assert placeholders(codec.rejects) | placeholders(codec.rejects_key) <= {"type", "step"}
    if profile.failure is not None:
        assert placeholders(profile.failure.rejects) <= {"handler", "failure"}
    assert profile.suspend or profile.consequences.swallowed is None
    if duration is not None:
        assert set().union(*map(placeholders, duration.rejects.values())) <= {"value", "days"}
        assert "str" not in duration.types or duration.pattern
        for example in re.findall(r"\d+\w+", duration.example):
            assert re.fullmatch(duration.pattern, example)


@every_profile
@pytest.mark.parametrize("color", Color)
def test_templates_of_steps_are_python(profile: Profile, color: Color) -> None:
    new = profile.new_step
    parts = {"context": new.example, "name": '"charge"', "function": "work", "duration": "10"}
    for template, used in ((new.run_by(color), "work"), (new.sleep_by(color), "10")):
        assert placeholders(template) <= set(parts)
        [statement] = ast.parse(imported(template).format(**parts)).body
        assert isinstance(statement, ast.Expr)
        assert isinstance(statement.value, ast.Call)
        assert used in {ast.unparse(each) for each in ast.walk(statement.value)}


@every_profile
def test_secrets_are_told_by_their_look(profile: Profile) -> None:
    for secret in profile.secret:
        assert re.search(secret.pattern, f"no {secret.title} here") is None
        assert all(re.fullmatch(secret.pattern, public) for public in secret.public)


# --- the installed SDK ---


@every_profile
def test_the_installed_version_is_one_that_the_profile_is_for(profile: Profile) -> None:
    need(profile)
    requirements = pytest.importorskip("packaging.requirements")
    for text in profile.engine.packages:
        requirement = requirements.Requirement(text)
        assert requirement.specifier.contains(importlib.metadata.version(requirement.name))


@every_profile
def test_all_qualified_names_are_names_of_the_sdk(profile: Profile) -> None:
    need(profile)
    names = [name for context in profile.context for name in context.types]
    names += [name for client in profile.client for name in client.types]
    names += [each.pattern for each in profile.handler]
    names += [each.pattern for each in profile.recorded if each.pattern not in OLDER]
    names += [*profile.functions, *profile.same_as, *(profile.suspend.names if profile.suspend else ())]
    names += [*profile.unrecorded, *profile.waits, *profile.found]
    names += [profile.step_failure.exception, *profile.step_failure.aliases] if profile.step_failure else []
    names += [profile.response.type] if profile.response else []
    names += [name for text in _templates(profile) for name in re.findall(r"<([\w.]+)>", text)]
    assert [name for name in names if found(name) is None] == []


def _templates(profile: Profile) -> tuple[str, ...]:
    new = profile.new_step
    return (new.run, new.sleep, new.run_async, new.sleep_async)


@every_profile
def test_handlers_are_registered_by_what_a_file_has_to_import(profile: Profile) -> None:
    patterns = [*(each.pattern for each in profile.handler), *(each.pattern for each in profile.recorded)]
    # A directive is text, which a file need not import.
    patterns = [pattern for pattern in patterns if pattern not in profile.directives]
    assert {pattern.partition(".")[0] for pattern in patterns} <= set(profile.engine.imports)


def contexts(profile: Profile) -> list[tuple[Color, type[Any], str]]:
    return [(each.color, found(name), each.path) for each in profile.context for name in each.types]


@every_profile
def test_step_methods_take_what_the_profile_says(profile: Profile) -> None:
    need(profile)
    for color, context, path in contexts(profile):
        start = f"{path}." if path else ""
        for step in profile.step:
            if step.method.startswith(start):
                method = attribute(context, step.method.removeprefix(start))
                check_parameters(step, method, step.color or color)


@every_profile
def test_functions_that_run_steps_take_what_the_profile_says(profile: Profile) -> None:
    need(profile)
    for name, step in profile.function.items():
        check_parameters(step, found(name), step.color)


@every_profile
def test_operations_come_in_pairs(profile: Profile) -> None:
    need(profile)
    for operations in profile.operation:
        assert placeholders(operations.rejects) <= {"name", "twin"}
        for name, method in operations.functions:
            assert inspect.iscoroutinefunction(found(name)) is (method.color is Color.ASYNC), name


def check_parameters(step: StepMethod, function: Any, color: Color | None) -> None:
    kinds = {each.kind for each in inspect.signature(function).parameters.values()}
    assert parameters(function, POSITIONAL) == list(step.parameters), step.method
    assert set(step.keyword_parameters) <= set(parameters(function, KEYWORD)), step.method
    hands_on = {
        ArgumentForwarding.NOTHING: set[Any](),
        ArgumentForwarding.POSITIONAL: {inspect.Parameter.VAR_POSITIONAL},
        ArgumentForwarding.ALL: {inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD},
    }
    variable = {inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD}
    assert kinds & variable == hands_on[step.hands_on], step.method
    if color is not None:
        assert inspect.iscoroutinefunction(function) is (color is Color.ASYNC), step.method


@every_profile
def test_the_spellings_of_a_context_are_one_class_and_the_last_has_its_name(profile: Profile) -> None:
    need(profile)
    for each in profile.context:
        [context] = {found(name) for name in each.types}
        assert each.types[-1].rpartition(".")[2] == context.__name__


@every_profile
def test_contexts_have_the_members_of_the_profile(profile: Profile) -> None:
    need(profile)
    for _, context, path in contexts(profile):
        missing = profile.context_members(path) - members(context)
        assert missing <= set(profile.members.one_color), context


@every_profile
def test_what_contexts_of_one_color_have_is_missing_in_the_others(profile: Profile) -> None:
    need(profile)
    for name in profile.members.one_color:
        having = {color for color, context, _ in contexts(profile) if name in members(context)}
        assert len(having) == 1, name


@every_profile
def test_contexts_do_not_have_what_the_profile_calls_absent(profile: Profile) -> None:
    need(profile)
    for _, context, path in contexts(profile):
        start = f"{path}." if path else ""
        names = {name.removeprefix(start) for name in profile.absent if name.startswith(start)}
        assert names & members(context) == set()


@every_profile
def test_handlers_are_registered_with_what_the_profile_says(profile: Profile) -> None:
    need(profile)
    for handler in profile.handler:
        function = found(handler.pattern)
        taken = parameters(function, POSITIONAL)
        options = {*taken, *parameters(function, KEYWORD)}
        assert taken[: len(handler.parameters)] == list(handler.parameters)
        assert {*profile.registration.options, *handler.more_options} <= options
        assert not profile.failure or profile.failure.option in options
        assert handler.via is RegistrationStyle.DECORATOR or taken


@every_profile
def test_objects_that_register_handlers_take_what_the_profile_says(profile: Profile) -> None:
    need(profile)
    for each in profile.registering:
        class_ = found(each.type)
        assert parameters(class_, (*POSITIONAL, *KEYWORD)) == list(each.parameters), each.type
        assert f"{each.type}." in " ".join(pattern.pattern for pattern in profile.handler)


@every_profile
def test_decorators_of_steps_take_the_name_where_the_profile_says(profile: Profile) -> None:
    need(profile)
    for each in profile.recorded:
        if each.name and each.pattern not in OLDER:
            taken = parameters(found(each.pattern), (*POSITIONAL, *KEYWORD))
            assert each.name in taken, each.pattern


@every_profile
def test_the_exception_that_suspends_is_caught_by_what_the_profile_says(profile: Profile) -> None:
    need(profile)
    if profile.suspend is None:
        pytest.skip("nothing is raised to suspend a run")
    for name in profile.suspend.names:
        assert profile.suspend.base in {base.__name__ for base in found(name).__mro__}
        assert issubclass(found(name), Exception) is profile.suspend.is_common


@every_profile
def test_what_stands_for_a_step_s_failure_can_be_caught_as_the_profile_says(profile: Profile) -> None:
    need(profile)
    failure = profile.step_failure
    if failure is None:
        pytest.skip("the exception itself arrives")
    classes = {found(name) for name in failure.names - COMMON_EXCEPTIONS}
    assert classes == set(found(failure.exception).__mro__) - {Exception, BaseException, object}
    assert placeholders(failure.original) <= {"error"}


@every_profile
def test_what_is_gone_is_not_in_the_sdk(profile: Profile) -> None:
    need(profile)
    for name, gone in profile.gone.items():
        if gone.when_called:
            assert callable(found(name)), name
        else:
            with pytest.raises(AttributeError):
                found(name)


@every_profile
def test_what_changes_how_results_are_stored_can_be_said(profile: Profile) -> None:
    need(profile)
    codec = profile.codec
    if not codec.option and not codec.typed:
        pytest.skip("nothing does")
    owners = [found(each.pattern.rpartition(".")[0]) for each in profile.handler]
    taken = {name for owner in owners for name in parameters(owner, (*POSITIONAL, *KEYWORD))}
    assert codec.option in {*taken, ""}
    options = {name for step in steps(profile) for name in (*step.parameters, *step.keyword_parameters)}
    assert codec.typed in {*options, ""}
