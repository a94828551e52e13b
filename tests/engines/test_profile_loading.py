from __future__ import annotations

import sys
from pathlib import Path

import pytest

import wflint.engines
from wflint.checking.options import CheckOptions
from wflint.checking.run import check_files
from wflint.engines import Color, Profile, load_profiles
from wflint.engines.load import parse_profile
from wflint.errors import DataError
from wflint.files.discovery import SourceFile
from wflint.rules import all_rules
from wflint.workspace.scope import Scope

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

TEXT = (Path(wflint.engines.__file__).parent / "upstash.toml").read_text(encoding="utf-8")


def changed(before: str, after: str) -> str:
    assert before in TEXT
    return TEXT.replace(before, after, 1)


def test_the_packaged_profiles_load_by_name() -> None:
    ids = [profile.id for profile in load_profiles()]
    assert ids == sorted(ids)
    assert {"dbos", "inngest", "upstash"} <= set(ids)


def test_every_key_of_the_file_arrives() -> None:
    profile = parse_profile(TEXT, "upstash.toml")
    table = tomllib.loads(TEXT)
    assert profile.engine.title == table["engine"]["title"]
    assert [step.method for step in profile.step] == [step["method"] for step in table["step"]]
    assert dict(profile.absent) == table["absent"]


def test_what_a_profile_is_asked() -> None:
    profile = parse_profile(TEXT, "upstash.toml")
    run = profile.step_methods["run"]
    assert run.function in run.parameters
    assert "walk" not in profile.step_methods
    assert {"run", "sleep", *profile.members.payload} <= profile.context_members()
    assert {each.color for each in profile.context} == {Color.SYNC, Color.ASYNC}


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        pytest.param("[engine", "Expected", id="no TOML"),
        pytest.param("", "the key `engine` is missing", id="empty"),
        pytest.param(
            changed("[engine]", "[engin]"), "unknown key `engin`, did you mean `engine`?", id="unknown table"
        ),
        pytest.param(changed("[engine]", "zzz = 1\n[engine]"), "unknown key `zzz`", id="unlike any key"),
        pytest.param(
            changed('id = "upstash"', 'idd = "upstash"'),
            "unknown key `engine.idd`, did you mean `id`?",
            id="unknown key",
        ),
        pytest.param(changed('id = "upstash"\n', ""), "the key `engine.id` is missing", id="missing key"),
        pytest.param(
            changed('id = "upstash"', "id = 3"), "`engine.id` must be a string, not 3", id="wrong type"
        ),
        pytest.param("engine = 3\n" + TEXT.replace("[engine]", "[x]"), "`engine` must be a table", id="no table"),
    ],
)  # fmt: skip
def test_errors_name_the_file_and_the_key(text: str, complaint: str) -> None:
    with pytest.raises(DataError) as caught:
        parse_profile(text, "mine.toml")
    assert str(caught.value).startswith("mine.toml: ")
    assert complaint in str(caught.value)


def replaced(key: str, value: str) -> str:
    """The profile with another value for the first line of that key."""
    lines = TEXT.splitlines()
    place = next(number for number, line in enumerate(lines) if line.startswith(f"{key} = "))
    assert not lines[place].endswith("[")
    return "\n".join([*lines[:place], f"{key} = {value}", *lines[place + 1 :]])


@pytest.mark.parametrize(
    ("key", "value", "complaint"),
    [
        ("packages", '"upstash"', '`engine.packages` must be a list of strings, not "upstash"'),
        ("packages", "[1]", "`engine.packages` must be a list of strings, not [1]"),
        ("color", '"green"', 'must be one of "sync", "async", not "green"'),
        ("kind", '"jump"', "must be one of"),
    ],
)
def test_values_of_the_wrong_kind(key: str, value: str, complaint: str) -> None:
    with pytest.raises(DataError) as caught:
        parse_profile(replaced(key, value), "mine.toml")
    assert complaint in str(caught.value)


def test_a_table_of_texts_must_be_a_table() -> None:
    start = TEXT.index("[absent]")
    following = TEXT.find("\n[", start)
    text = 'absent = "none"\n' + TEXT[:start] + (TEXT[following:] if following > 0 else "")
    with pytest.raises(DataError, match='`absent` must be a table, each value a string, not "none"'):
        parse_profile(text, "mine.toml")


TWO_PARAMETERS = """import random

import inngest

client = inngest.Inngest(app_id="shop")


@client.create_function(fn_id="order", trigger=inngest.TriggerEvent(event="shop/order"))
async def order(ctx: inngest.Context, step: inngest.Step) -> None:
    code = random.random()
    await step.run("print", print, code)
    await step.run("send", print, code)
"""


def codes_with(profiles: tuple[Profile, ...]) -> list[str]:
    path = Path("/nowhere/app.py")
    file = SourceFile(path, "app.py", explicit=True, real=path)
    options = CheckOptions(frozenset(rule.name for rule in all_rules()), scope=Scope(profiles=profiles))
    return [
        each.code for each in check_files([file], options, buffers={path: TWO_PARAMETERS.encode()}).findings
    ]


def profile_named(name: str) -> Profile:
    return next(profile for profile in load_profiles() if profile.id == name)


def test_an_earlier_sdk_speaks_for_handlers_that_only_it_can_call() -> None:
    newest, earlier = profile_named("inngest"), profile_named("inngest-0.4")
    assert earlier.engine.supersedes == newest.id
    assert codes_with((newest, earlier)) == codes_with((earlier,)) == ["WF102"]
    assert codes_with((newest,)) == ["WF313", "WF102"]


def test_what_a_profile_extends_stands_where_it_says_nothing_else() -> None:
    newest, earlier = (
        next(profile for profile in load_profiles() if profile.id == name)
        for name in ("inngest", "inngest-0.4")
    )
    assert earlier.identity == newest.identity
    assert earlier.duration is not None
    assert newest.duration is not None
    assert earlier.duration.types == newest.duration.types
    assert earlier.duration.rejects["str"] == newest.duration.rejects["str"]
    assert earlier.new_step.run == newest.new_step.run
    assert earlier.handler[0].takes == ("context", "context.step")
    assert earlier.consequences.together is not None
    assert newest.consequences.together is not None
    assert earlier.consequences.together.message == newest.consequences.together.message
    assert earlier.consequences.together.help != newest.consequences.together.help


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('extends = "nobody"', "`extends` must be one of absurd, dbos, inngest"),
        ("extends = 4", "`extends` must be one of absurd, dbos, inngest"),
    ],
)
def test_a_profile_extends_one_that_there_is(text: str, complaint: str) -> None:
    with pytest.raises(DataError, match=complaint):
        parse_profile(text, "mine.toml")
