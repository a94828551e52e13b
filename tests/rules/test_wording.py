"""What findings say, and what they say to do, where that depends on more than the rule."""

from __future__ import annotations

import re

import pytest
from fixing import finding, handler
from markers import all_fixtures

from wflint.checking.options import CheckOptions
from wflint.checking.run import check_files
from wflint.files.discovery import discover
from wflint.findings import Finding, Level
from wflint.languages import SUFFIXES
from wflint.rules import all_rules


def test_text_made_at_import_is_told_as_the_address_that_it_is() -> None:
    text = handler(
        'if TAG:\n    await context.run("load", lambda: order)\nawait context.run("end", lambda: 1)'
    )
    found = finding(f'{text}\n\nclass Box:\n    pass\n\n\nTAG = f"{{Box()}}"\n', "WF103")
    assert found.message.startswith("The text of a `Box` is made once in each process, so the next process")
    assert found.help == "give its class a `__str__`, or use what names it"


def test_a_value_of_the_process_at_import_is_told_as_a_call() -> None:
    text = handler('await context.run(f"load-{PID}", lambda: order)', "import os\n")
    found = finding(f"{text}\n\nPID = os.getpid()\n", "WF103")
    assert found.message.startswith("`os.getpid()` runs once in each process, so the next process")
    assert "zlib.crc32" in (found.help or "")


@pytest.mark.parametrize(
    ("taken", "advice"),
    [
        ("tags.pop()", "with `sorted()`, and take them from that list"),
        ("max(tags, key=len)", "return the key and the item from the `key` function"),
        ("next(iter(tags))", "give it an order with `sorted()`"),
    ],
)
def test_how_an_item_of_a_set_is_taken_decides_what_to_do(taken: str, advice: str) -> None:
    text = handler(
        f'tags = set(order["tags"])\none = {taken}\n'
        'await context.run("load", lambda: one)\nawait context.run("again", lambda: one)'
    )
    assert (finding(text, "WF104").help or "").endswith(advice)


@pytest.mark.parametrize(
    ("taken", "label"),
    [
        ("one = tags.pop()", 'step "load" depends on that item'),
        ("one, *_ = tags", 'step "load" depends on that item'),
        ("one = list(tags)", 'step "load" runs in that order'),
    ],
)
def test_a_step_depends_on_one_item_or_on_an_order(taken: str, label: str) -> None:
    text = handler(
        f'tags = set(order["tags"])\n{taken}\n'
        'await context.run("load", lambda: one)\nawait context.run("again", lambda: one)'
    )
    assert label in [each.message for each in finding(text, "WF104").related]


def test_what_is_done_on_a_way_without_steps_is_done_in_each_attempt_to_start_a_run() -> None:
    text = handler(
        'if not order:\n    httpx.post("https://chat.test")\n    return\nawait context.run("load", lambda: order)',
        "import httpx\n",
    )
    assert finding(text, "WF201").message == (
        "`httpx.post()` sends its request again in each attempt to start a run: no step runs, so each is rejected with 400"
    )


def test_what_python_says_of_spreading_none_is_quoted_as_far_as_it_is_known() -> None:
    def spread(**_fields: object) -> None: ...

    with pytest.raises(TypeError) as raised:
        spread(**None)  # type: ignore[arg-type]
    text = handler(
        "def load():\n    pass\n\n"
        'user = await context.run("load", load)\nawait context.run("greet", lambda: greet(**user))'
    )
    text += "\n\ndef greet(name: str) -> None: ...\n"
    found = re.search('"TypeError: (.*)"', finding(text, "WF505").message)
    assert found is not None
    assert str(raised.value).endswith(found[1])


@pytest.mark.parametrize(
    ("kind", "advice"),
    [
        ("async def", "put `await` before it"),
        ("def", "make `report` an `async def`, and put `await` before it"),
    ],
)
def test_only_async_code_is_told_to_await_at_once(kind: str, advice: str) -> None:
    text = f"""
from dbos import DBOS

@DBOS.step()
async def fetch() -> str:
    return "rain"

@DBOS.workflow()
{kind} report() -> str:
    return fetch() + "!"
"""
    assert finding(text, "WF302").help == advice


@pytest.mark.parametrize(
    ("change", "assigned"),
    [("self.count += 1", "self.count"), ("self.seen.append(1)", "self.seen"), ("totals['a'] = 1", "totals")],
)
def test_of_an_object_its_attribute_is_to_be_assigned_outside_the_step(change: str, assigned: str) -> None:
    text = f"""
from dbos import DBOS

@DBOS.dbos_class()
class Counter:
    def __init__(self) -> None:
        self.count, self.seen = 0, []

    @DBOS.workflow()
    def run(self) -> str:
        totals = {{}}
        def work() -> None:
            {change}
        DBOS.run_step({{"name": "work"}}, work)
        return f"{{self.count}} {{self.seen}} {{totals}}"
"""
    help_ = finding(text, "WF503").help or ""
    assert f"set `{assigned}` from the step's result" in help_


_STAND_INS = re.compile(r"`[^`]*(?:\.\.\.(?![\w{])|…)[^`]*`")
"""Code with a gap that the reader would have to fill."""


@pytest.fixture(scope="module")
def told() -> dict[str, list[Finding]]:
    """What each rule finds in its own fixtures."""
    names = frozenset(rule.name for rule in all_rules())
    # An ignore comment is unused where no other rule finds anything.
    options = {
        name: CheckOptions(names if name == "unused-ignore" else frozenset({name}), Level.INFO)
        for name in names
    }
    found: dict[str, list[Finding]] = {name: [] for name in names}
    for each in all_fixtures():
        if each.rule in found:
            files = discover([each.path], suffixes=SUFFIXES, cwd=each.path.parent)
            findings = check_files(files, options[each.rule]).findings
            found[each.rule] += [finding for finding in findings if finding.name == each.rule]
    return found


def test_advice_names_no_code_with_gaps(told: dict[str, list[Finding]]) -> None:
    found = [each for findings in told.values() for each in findings]
    assert len(found) > 2000
    assert [each.help for each in found if _STAND_INS.search(each.help)] == []


def test_a_rule_names_all_levels_of_its_findings(told: dict[str, list[Finding]]) -> None:
    levels = {rule.name: {rule.rule.level, *rule.rule.also} for rule in all_rules()}
    assert {name: {each.level for each in findings} for name, findings in told.items()} == levels


@pytest.mark.parametrize(
    ("morning", "evening", "comes"),
    [
        ('run("a", f)', 'run("a", g)', 'decides which step "a" runs'),
        ('run("a", f)', 'run("b", g)', 'decides whether step "a" runs'),
        ('run("a", f)', 'sleep("a", 60)', 'decides whether step "a" runs'),
        ('run("a", f)', 'run("a", g)\n    await context.run("b", g)', 'decides whether step "b" runs'),
    ],
)
def test_a_branch_between_steps_of_one_name_does_not_decide_whether_they_run(
    morning: str, evening: str, comes: str
) -> None:
    text = handler(
        f"if datetime.now().hour < 12:\n    await context.{morning}\nelse:\n    await context.{evening}\n",
        "from datetime import datetime\n",
    )
    found = finding(text, "WF101")
    assert found.message.endswith(f", and {comes}")
    assert comes in [each.message for each in found.related]
