"""What becomes of workflows on the real SDK: those that wflint finds fault with, and those that look suspicious and are right.

The SDK and what it builds with take long and much room, so these tests run with those that need more than Python.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from markers import Fixture, fixtures_in, found_in, told_by

from wflint.engines import load_profiles

from .runs import BUILDS, HANDLERS, PACKAGES, Told, build_output, missing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FAILING = {
    "broken-registration/declared_inside:orders": "charge is not defined",
    "broken-registration/one_line:orders": "is not registered in the current deployment",
    "broken-registration/step_on_one_line:orders": "is not registered in the current deployment",
    "invalid-duration/sleeps:text": 'Invalid duration: "soon"',
    "invalid-duration/sleeps:negative": "Invalid duration: -5",
    "invalid-duration/sleeps:nothing": "Invalid duration parameter",
    "missing-step-return/nothing:handle": "Cannot read properties of undefined (reading 'id')",
    "unavailable-in-handler/globals:fetches": 'Global "fetch" is unavailable in workflow functions',
    "unavailable-in-handler/globals:waits": "are not supported in workflow functions",
    "unavailable-in-handler/globals:repeats": "are not supported in workflow functions",
    "unavailable-in-handler/globals:encodes": "Buffer is not defined",
    "unavailable-in-handler/globals:measures": "performance is not defined",
    "unavailable-in-handler/globals:aborts": "AbortController is not defined",
    "unavailable-in-handler/globals:looks": "process.cwd is not a function",
    "unavailable-in-handler/sdk:starts": "The workflow environment doesn't allow this runtime usage",
    "unavailable-in-handler/sdk:counts": "can only be called inside a step function",
    "unavailable-in-handler/sdk:writes": "Not supported in workflow functions",
    "unserializable-payload/arguments:callback": "Failed to serialize step arguments",
    "unserializable-payload/arguments:object": "Failed to serialize step arguments",
    "unserializable-workflow-result/returned:handle": "Failed to serialize workflow return value",
}
RETRIED = {
    "nested-step/waits:asleep": ("`sleep()` can only be called inside a workflow function", ["sleeps"] * 2),
    "nested-step/waits:hooked": ("`createHook()` can only be called inside a workflow function", ["hooks"]),
    "nested-step/waits:webhooked": (
        "`createWebhook()` can only be called inside a workflow function",
        ["webhooks"],
    ),
    "unserializable-step-result/refused:object": ("exceeded max retries", ["object"] * 2),
    "unserializable-step-result/refused:functions": ("exceeded max retries", ["function"]),
    "unserializable-step-result/refused:promises": ("exceeded max retries", ["promise"]),
    "unserializable-step-result/refused:blobs": ("exceeded max retries", ["blob"]),
}
LOST = {"last": ["first"], "only": [], "each": [], "asleep": []}
RIGHT = {
    "comments:commented": "1",
    "data:changed": 10,
    "data:circle": True,
    "data:rich": [0, 1, True, "bigint", 2, "example.com", "no", True, "function"],
    "failures:caught": "end",
    "of_the_file:assigned": "helper",
    "of_the_file:declared": "declared",
    "steps:child": ["a", "b", "c", "dhello", 8],
    "steps:fetched": "hello",
    "steps:kinds": ["a", "b", "c", "dhello", 8],
    "steps:slept": "awake",
    "together:all": ["a", "b", "c"],
    "together:later": ["a", "b"],
    "together:none": "no step",
    "together:raced": "a",
    "together:returned": "a",
    "values:compared": True,
    "values:steady": {"loaded": 1, "types": ["number", "number", "string", "string"], "later": True},
}
UNBUILT = {
    "node_module": 'You are attempting to use "crypto" which is a Node.js module',
    "node_prefix": 'You are attempting to use "node:path" which is a Node.js module',
    "node_socket": 'You are attempting to use "net" which is a Node.js module',
    "sync_step": 'Functions marked with "use step" must be async functions',
    "sync_workflow": 'Functions marked with "use workflow" must be async functions',
}
WITNESSES = [
    pytest.param(folder, id=folder.id) for root in (HANDLERS, BUILDS) for folder in fixtures_in(root)
]


@pytest.mark.parametrize("witness", WITNESSES)
def test_wflint_says_of_each_witness_what_its_markers_tell(witness: Fixture) -> None:
    expected = told_by(witness.sources())
    assert found_in(witness.path, expected) == expected


@pytest.mark.external
@pytest.mark.parametrize("case", FAILING)
def test_a_run_fails_as_the_message_says(runs: Mapping[str, Told], case: str) -> None:
    assert FAILING[case] in runs[case].error


@pytest.mark.external
@pytest.mark.parametrize("case", RETRIED)
def test_a_step_fails_after_its_work_again_with_each_retry(runs: Mapping[str, Told], case: str) -> None:
    error, done = RETRIED[case]
    assert error in runs[case].error
    assert list(runs[case].done) == done


@pytest.mark.external
@pytest.mark.parametrize("case", LOST)
def test_a_run_completes_without_what_nobody_awaits(runs: Mapping[str, Told], case: str) -> None:
    told = runs[f"step-not-awaited/lost:{case}"]
    assert (told.value, told.error, list(told.done)) == ("end", "", LOST[case])


@pytest.mark.external
def test_nobody_hears_of_the_failure_of_a_step_that_nobody_awaits(runs: Mapping[str, Told]) -> None:
    told = runs["step-not-awaited/lost:failing"]
    assert (told.value, told.error, told.done) == ("end", "", ("a", "b"))
    assert "FatalError: declined" in told.rejected


@pytest.mark.external
def test_steps_before_a_call_that_is_not_available_are_done(runs: Mapping[str, Told]) -> None:
    assert runs["unavailable-in-handler/globals:fetches"].done == ("before",)
    assert runs["unserializable-workflow-result/returned:handle"].done == ("load",)


@pytest.mark.external
def test_a_step_whose_arguments_cannot_be_stored_is_not_started(runs: Mapping[str, Told]) -> None:
    assert runs["unserializable-payload/arguments:callback"].done == ()
    assert runs["unserializable-payload/arguments:object"].done == ()


@pytest.mark.external
def test_a_step_changes_a_copy_of_its_argument(runs: Mapping[str, Told]) -> None:
    assert runs["mutation-inside-step/argument:argument"].value == 0


@pytest.mark.external
@pytest.mark.parametrize("case", ["fatal", "own", "any"])
def test_no_class_is_that_of_a_step_s_failure(runs: Mapping[str, Told], case: str) -> None:
    told = runs[f"dead-except-around-step/instanceof:{case}"]
    assert told.value.startswith("FatalError: ")
    assert told.done == ()


@pytest.mark.external
def test_a_workflow_prints_in_each_replay_and_a_step_once(runs: Mapping[str, Told]) -> None:
    printed = runs["output-outside-step/prints:handle"].printed
    assert printed.count("begin") == 3  # once more than there are steps
    assert printed.count("charge") == 2


@pytest.mark.external
@pytest.mark.parametrize("case", RIGHT)
def test_a_workflow_that_is_right_completes(runs: Mapping[str, Told], case: str) -> None:
    told = runs[f"silent/{case}"]
    assert (told.value, told.error, told.rejected) == (RIGHT[case], "", ())


@pytest.mark.external
def test_steps_follow_a_failure_that_is_caught_and_cleanup_is_done_once(runs: Mapping[str, Told]) -> None:
    assert runs["silent/failures:caught"].done == ("no", "instead", "cleanup", "end")


@pytest.mark.external
@pytest.mark.parametrize("case", UNBUILT)
def test_the_build_fails_as_the_message_says(case: str, tmp_path: Path) -> None:
    reason = missing()
    if reason:
        pytest.skip(reason)
    assert UNBUILT[case] in build_output(tmp_path / "project", case)


def test_each_witness_is_asked_for() -> None:
    cases = {*FAILING, *RETRIED, *(f"silent/{each}" for each in RIGHT)}
    asked = {case.partition(":")[0] for case in cases}
    helpers = {"broken-registration/one_line_of_a_step", "silent/steps_of_the_file"}
    others = {
        "dead-except-around-step/instanceof", "mutation-inside-step/argument",
        "output-outside-step/prints", "step-not-awaited/lost",
    }  # fmt: skip
    files = {path.relative_to(HANDLERS).with_suffix("").as_posix() for path in HANDLERS.rglob("*.ts")}
    assert files == asked | helpers | others
    assert {path.name for path in BUILDS.iterdir()} == set(UNBUILT)


@pytest.mark.external
def test_the_sdk_exports_what_the_profile_names() -> None:
    reason = missing()
    if reason:
        pytest.skip(reason)
    [profile] = [each for each in load_profiles() if each.directives]
    assert profile.runtime is not None
    lacked = (name for each in profile.runtime.lacks for name in each.names)
    named = {*profile.function, *(name.partition("#")[0] for name in lacked)}
    declared = {
        "workflow": ("@workflow/core/dist/index.d.ts", "workflow/dist/stdlib.d.ts"),
        "workflow/api": ("workflow/dist/api.d.ts",),
    }
    for module, files in declared.items():
        text = "".join((PACKAGES / each).read_text(encoding="utf-8") for each in files)
        names = {name.rpartition(".")[2] for name in named if name.rpartition(".")[0] == module}
        assert names
        assert [name for name in names - {"Writable"} if not re.search(rf"\b{name}\b", text)] == []
