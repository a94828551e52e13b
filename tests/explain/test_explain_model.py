"""What an explanation says of one handler, piece by piece."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from projects import handler, write

from wflint.explaining import explain_files
from wflint.explaining.bounds import Bounds
from wflint.explaining.nodes import Aside, BlockKind, BlockNode, EffectNode, LeaveNode, Returns, StepNode
from wflint.files.discovery import discover
from wflint.languages import SUFFIXES
from wflint.workspace.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from wflint.explaining import Workflow
    from wflint.explaining.nodes import TreeNode


@pytest.fixture(name="folder")
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def of(folder: Path, body: str, before: str = "", decorator: str = '@serve.post("/work")') -> Workflow:
    write(folder, {"work.py": handler(body, before, decorator)})
    [found] = explain_files(list(discover([folder], suffixes=SUFFIXES, cwd=folder)), Scope()).workflows
    return found


def everything(workflow: Workflow) -> list[TreeNode]:
    return list(_below((*workflow.prelude, *workflow.body, *workflow.tail)))


def _below(nodes: Iterable[TreeNode]) -> Iterator[TreeNode]:
    for node in nodes:
        yield node
        if isinstance(node, BlockNode):
            for part in node.parts:
                yield from _below(part.nodes)


def steps(workflow: Workflow) -> list[StepNode]:
    return [node for node in everything(workflow) if isinstance(node, StepNode)]


def headers(workflow: Workflow) -> list[str]:
    return [
        part.header for node in everything(workflow) if isinstance(node, BlockNode) for part in node.parts
    ]


def only_step(workflow: Workflow) -> StepNode:
    [step] = steps(workflow)
    return step


# --- how often ---


@pytest.mark.parametrize(
    ("body", "count", "prelude"),
    [
        ('await context.run("a", lambda: 1)', Bounds(1, 1), Bounds(5, 5)),
        ('await context.run("a", lambda: 1)\nawait context.sleep("b", 1)', Bounds(2, 2), Bounds(7, 7)),
        ('await context.call("a", url="https://x.test")', Bounds(1, 1), Bounds(6, 6)),
        (
            'if context.url:\n    await context.run("a", lambda: 1)\nawait context.run("b", lambda: 1)',
            Bounds(1, 2),
            Bounds(5, 7),
        ),
        (
            'for i in context.request_payload:\n    await context.run(f"a{i}", lambda: 1)',
            Bounds(1, None),
            Bounds(5, None),
        ),
        ('while True:\n    await context.run("a", lambda: 1)', Bounds(1, None), Bounds(5, None)),
        ('if not context.url:\n    return\nawait context.run("a", lambda: 1)', Bounds(1, 1), Bounds(5, 5)),
        ("print(1)", Bounds(0, 0), Bounds(1, 1)),
        ("pass", Bounds(0, 0), Bounds(1, 1)),
    ],
)
def test_how_many_steps_a_run_has_and_how_often_its_prelude_runs(
    folder: Path, body: str, count: Bounds, prelude: Bounds
) -> None:
    workflow = of(folder, body)
    assert (workflow.step_count, workflow.prelude_runs) == (count, prelude)


def test_code_behind_step_k_of_n_runs_as_often_as_steps_follow_and_once_more(folder: Path) -> None:
    body = """
        print("before")
        await context.run("a", lambda: 1)
        print("behind the first")
        await context.run("b", lambda: 1)
        print("behind the second")
        await context.run("c", lambda: 1)
        print("behind the last")
    """
    runs = [node.runs for node in everything(of(folder, body)) if isinstance(node, EffectNode)]
    assert runs == [Bounds(9, 9), Bounds(3, 3), Bounds(2, 2), Bounds(1, 1)]


def test_what_may_stand_before_or_behind_the_first_step(folder: Path) -> None:
    body = """
        if context.url:
            await context.run("a", lambda: 1)
        print("sometimes in the prelude")
        await context.run("b", lambda: 1)
    """
    [effect] = [node for node in everything(of(folder, body)) if isinstance(node, EffectNode)]
    assert effect.runs == Bounds(2, 7)


def test_code_behind_which_a_run_fails_is_not_counted(folder: Path) -> None:
    body = """
        await context.run("a", lambda: 1)
        if context.url:
            print("failing")
            raise ValueError
        await context.run("b", lambda: 1)
    """
    [effect] = [node for node in everything(of(folder, body)) if isinstance(node, EffectNode)]
    assert effect.runs is None


def test_positions_of_steps(folder: Path) -> None:
    body = """
        await context.run("a", lambda: 1)
        if context.url:
            await context.run("b", lambda: 1)
        await context.run("c", lambda: 1)
        for i in context.request_payload:
            await context.run(f"d{i}", lambda: 1)
    """
    assert [step.position for step in steps(of(folder, body))] == [
        Bounds(1, 1),
        Bounds(2, 2),
        Bounds(2, 3),
        Bounds(3, None),
    ]


def test_steps_that_are_started_at_once_any_number_of_times(folder: Path) -> None:
    body = 'await asyncio.gather(*[context.run(f"a{i}", lambda: 1) for i in context.request_payload])'
    workflow = of(folder, body, "import asyncio")
    assert workflow.step_count == Bounds(1, None)
    assert [node.kind for node in workflow.body if isinstance(node, BlockNode)] == [BlockKind.TOGETHER]


# --- where it is served ---


def test_registration_and_payload(folder: Path) -> None:
    workflow = of(folder, 'await context.run("a", lambda: 1)', "", '@serve.post(path="/here", retries=1)')
    assert workflow.served is not None
    assert workflow.served.by == "upstash_workflow.fastapi.Serve.post"
    assert workflow.served.call == 'serve.post(path="/here", retries=1)'
    assert workflow.served.route == '"/here"'
    assert workflow.served.place.line == workflow.place.line - 1
    assert (workflow.payload, workflow.engine_id, workflow.is_async) == ("dict", "upstash", True)


def test_a_registration_without_a_path(folder: Path) -> None:
    text = "from upstash_workflow import serve\n\ndef work(context):\n    context.run('a', lambda: 1)\n\nserve(work)\n"
    write(folder, {"work.py": text})
    [workflow] = explain_files(list(discover([folder], suffixes=SUFFIXES, cwd=folder)), Scope()).workflows
    assert workflow.served is not None
    assert (workflow.served.call, workflow.served.route) == ("serve(work)", None)
    assert (workflow.payload, workflow.is_async) == ("", False)


def test_a_failure_function(folder: Path) -> None:
    before = "async def page(context, status, message, headers):\n    print(message)"
    workflow = of(
        folder,
        'await context.run("a", lambda: 1)',
        before,
        '@serve.post("/work", failure_function=page)',
    )
    assert workflow.failure is not None
    assert (workflow.failure.call, workflow.failure.place.line) == ("page", 9)


def test_a_workflow_helper_that_nothing_calls_has_no_counts(folder: Path) -> None:
    text = handler('print(1)\nawait context.run("a", lambda: 1)', "", "# nobody calls this")
    write(folder, {"work.py": text})
    [workflow] = explain_files(list(discover([folder], suffixes=SUFFIXES, cwd=folder)), Scope()).workflows
    assert workflow.served is None
    assert workflow.prelude_runs is None
    [effect] = workflow.prelude
    assert isinstance(effect, EffectNode)
    assert effect.runs is None


def test_workflows_stand_in_the_order_of_their_files(folder: Path) -> None:
    text = handler('await context.run("a", lambda: 1)')
    write(folder, {"b.py": text, "a/work.py": text})
    found = explain_files(list(discover([folder], suffixes=SUFFIXES, cwd=folder)), Scope()).workflows
    assert [each.place.path for each in found] == ["a/work.py", "b.py"]


# --- steps ---


def test_names_and_arguments_are_as_written(folder: Path) -> None:
    body = """
        for i in context.request_payload:
            await context.run(
                f"a-{i}",
                lambda: print(
                    "hello",
                ),
            )
        await context.call("b", url="https://x.test", method="POST")
    """
    run, call = steps(of(folder, body))
    assert run.name == 'f"a-{i}"'
    assert run.arguments == (("step_function", 'lambda: print( "hello", )'),)
    assert call.arguments == (("url", '"https://x.test"'), ("method", '"POST"'))


def test_conditions_and_loops_around_a_step(folder: Path) -> None:
    body = """
        if context.url:
            pass
        elif context.retries:
            for i in range(3):
                await context.run("a", lambda: 1)
    """
    step = only_step(of(folder, body))
    assert step.conditions == ("not (context.url)", "context.retries")
    assert step.loops == ("for i in range(3)",)


def test_variables_that_a_step_reads_from_outside(folder: Path) -> None:
    body = """
        now = time.time()
        name = context.request_payload["name"]
        helper = lambda: 1
        def inner():
            mine = name
            return mine, helper(), now, LIMIT
        await context.run("a", inner)
    """
    step = only_step(of(folder, body, "import time\n\nLIMIT = 3"))
    assert [each.name for each in step.captures] == ["name", "now"]
    assert [[origin.name for origin in each.origins] for each in step.captures] == [[], ["time.time"]]


@pytest.mark.parametrize(
    "function",
    ["lambda now=now: print(now)", "functools.partial(print, now)", "functools.partial(print, now.x[0])"],
)
def test_variables_that_are_bound_when_a_step_is_called(folder: Path, function: str) -> None:
    body = f'now = time.time()\nawait context.run("a", {function})'
    [capture] = only_step(of(folder, body, "import functools, time")).captures
    assert capture.name == "now"


@pytest.mark.parametrize(
    ("function", "returns"),
    [
        ("lambda: 1", Returns("int")),
        ("lambda: None", Returns("None")),
        ("lambda: (1, 'a')", Returns("list[int | str]", "tuple")),
        ("lambda: {'a': 1, 'b': [1]}", Returns('{"a": int, "b": list}')),
        ("lambda: dict(a=1, b=1, c=1, d=1, e=1)", Returns('{"a": int, "b": int, "c": int, "d": int, ...}')),
        ("lambda: [unknown]", Returns("list")),
        ("lambda: 1 if context.url else 'a'", Returns("int | str")),
        ("lambda: datetime.now()", Returns("", rejected="datetime")),
        ("lambda: unknown()", None),
    ],
)
def test_what_a_step_returns_after_json(folder: Path, function: str, returns: Returns | None) -> None:
    body = f'await context.run("a", {function})'
    assert only_step(of(folder, body, "from datetime import datetime")).returns == returns


def test_steps_that_give_nothing_and_calls(folder: Path) -> None:
    body = 'await context.sleep("a", 1)\nawait context.call("b", url="https://x.test")'
    assert [step.returns for step in steps(of(folder, body))] == [None, Returns("CallResponse")]


def test_a_step_that_is_not_awaited_is_behind_the_last_one(folder: Path) -> None:
    workflow = of(folder, 'await context.run("a", lambda: 1)\ncontext.run("b", lambda: 1)')
    [forgotten] = workflow.tail
    assert isinstance(forgotten, StepNode)
    assert (forgotten.name, forgotten.is_run) == ('"b"', False)


def test_a_function_that_is_called_early(folder: Path) -> None:
    workflow = of(folder, 'await context.run("a", len([1]))')
    step = only_step(workflow)
    assert step.is_called_early
    assert workflow.unknown == ()


def test_what_a_step_changes_outside(folder: Path) -> None:
    body = 'found = []\nawait context.run("a", lambda: found.append(1))\nprint(found)'
    assert only_step(of(folder, body)).changes == ("found",)


def test_a_step_in_a_step(folder: Path) -> None:
    body = """
        async def outer():
            await context.run("inner", lambda: print(1))
        await context.run("outer", outer)
    """
    step = only_step(of(folder, body))
    [nested] = step.steps
    assert (nested.name, [each.name for each in nested.effects]) == ('"inner"', ["builtins.print"])


# --- blocks ---


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("if context.url:\n    STEP", ["if context.url"]),
        ("if context.url:\n    pass\nelse:\n    STEP", ["if not (context.url)"]),
        ("if context.url:\n    STEP\nelse:\n    STEP", ["if context.url", "else"]),
        (
            "if context.url:\n    STEP\nelif context.retries:\n    STEP\nelse:\n    STEP",
            ["if context.url", "elif context.retries", "else"],
        ),
        ("context.url and STEP", ["if context.url"]),
        ("context.url or STEP", ["if not (context.url)"]),
        ("a = STEP if context.url else STEP", ["if context.url", "else"]),
        (
            "match context.url:\n    case 'a':  # first\n        STEP\n    case _:\n        STEP",
            ["match context.url: case 'a'", "case _"],
        ),
        (
            "match context.url:\n    case 'a':\n        pass\n    case 'b':\n        STEP",
            ["match context.url: case 'b'"],
        ),
        (
            "for a in context.request_payload:\n    STEP\nelse:\n    STEP",
            ["for a in context.request_payload", "else"],
        ),
        ("async for a in context.request_payload:\n    STEP", ["async for a in context.request_payload"]),
        ("while context.url:\n    STEP", ["while context.url"]),
        ("a = [STEP for a in context.request_payload]", ["for a in context.request_payload"]),
        ("with unknown() as a:\n    STEP", ["with unknown()"]),
        (
            "try:\n    STEP\nexcept ValueError:\n    pass\nexcept:\n    STEP\nelse:\n    STEP\nfinally:\n    STEP",
            ["try", "except ValueError", "except", "else", "finally"],
        ),
        ("try:\n    STEP\nexcept* ValueError:\n    pass", ["try", "except* ValueError"]),
        ("await asyncio.gather(STEP_, STEP_)", ["at once, by asyncio.gather"]),
        ("await helper(context)", ["helper(context)"]),
        ("try:\n    print(1)\nfinally:\n    print(2)\nSTEP", []),
        ("if context.url:\n    pass\nSTEP", []),
        ("for a in range(3):\n    pass\nSTEP", []),
    ],
)
def test_headers_of_blocks(folder: Path, body: str, shown: list[str]) -> None:
    step = 'context.run("a", lambda: 1)'
    body = body.replace("STEP_", step).replace("STEP", f"await {step}")
    before = f"import asyncio\n\nasync def helper(context):\n    await {step}\n"
    assert headers(of(folder, body, before)) == shown


def test_what_a_changing_value_decides(folder: Path) -> None:
    body = """
        while time.time() < 5:
            if uuid.uuid4():
                await context.run("a", lambda: 1)
    """
    blocks = [
        node for node in everything(of(folder, body, "import time, uuid")) if isinstance(node, BlockNode)
    ]
    assert [[each.name for each in block.origins] for block in blocks] == [["time.time"], ["uuid.uuid4"]]


def test_ways_out_are_shown_where_they_make_a_difference(folder: Path) -> None:
    body = """
        for a in range(3):
            if a == 1:
                continue
            if a == 2:
                raise ValueError(
                    "two"
                )
            await context.run("a", lambda: 1)
        return
    """
    found = [node.text for node in everything(of(folder, body)) if isinstance(node, LeaveNode)]
    assert found == ["continue", 'raise ValueError( "two" )']


# --- effects and unknown calls ---


def test_the_way_to_an_effect_leads_through_functions_that_run_no_steps(folder: Path) -> None:
    before = """
        import time

        def now():
            return time.time()

        class Clock:
            def __init__(self, context):
                self.context = context

            def tell(self):
                return now()
    """
    workflow = of(folder, 'at = Clock(context).tell()\nawait context.run("a", lambda: print(now()))', before)
    [effect] = workflow.prelude
    assert isinstance(effect, EffectNode)
    assert [link.call for link in effect.chain] == ["Clock(context).tell()", "now()", "time.time()"]
    assert (effect.kind, effect.name, effect.place.line) == ("clock", "time.time", 25)
    chains = [[link.call for link in each.chain] for each in only_step(workflow).effects]
    assert chains == [["now()", "time.time()"], ["print(now())"]]


def test_calls_that_cannot_be_followed(folder: Path) -> None:
    body = 'one()\nawait context.run("a", two)\nawait context.run("b", lambda: three.four(1))'
    assert [(each.call, each.step) for each in of(folder, body).unknown] == [
        ("one()", None),
        ("two()", '"a"'),
        ("three.four(1)", '"b"'),
    ]


def test_code_that_goes_where_it_cannot_be_followed(folder: Path) -> None:
    workflow = of(folder, 'async def more():\n    await context.run("a", lambda: 1)\nunknown(more)')
    assert workflow.is_open


def test_a_handler_of_the_wrong_color(folder: Path) -> None:
    text = handler('context.run("a", lambda: 1)').replace("async def work", "def work")
    write(folder, {"work.py": text})
    [workflow] = explain_files(list(discover([folder], suffixes=SUFFIXES, cwd=folder)), Scope()).workflows
    assert workflow.has_wrong_color


def test_credentials_are_not_shown(folder: Path) -> None:
    secret = f"eyJVc2VySUQiOi{'x' * 60}"
    step = only_step(
        of(folder, f'await context.call("a", url="https://x.test", headers={{"Authorization": "{secret}"}})')
    )
    [headers_] = [text for name, text in step.arguments if name == "headers"]
    assert secret not in headers_
    assert "*" * 20 in headers_


def test_rows_of_the_users_own_have_effects(folder: Path) -> None:
    write(folder, {"work.py": handler("crm.ask()\nawait context.run('a', lambda: 1)", "import crm")})
    scope = Scope(effects={"crm.ask": {"effect": "network"}})
    [workflow] = explain_files(list(discover([folder], suffixes=SUFFIXES, cwd=folder)), scope).workflows
    [effect] = workflow.prelude
    assert isinstance(effect, EffectNode)
    assert (effect.kind, effect.name) == ("network", "crm.ask")


_FACTORY = """\
def recorded(body):
    @serve.post("/recorded")
    async def handler(context: AsyncWorkflowContext[dict]) -> None:
        await body(context)

    return handler


async def ship(context):
    await context.run("ship", lambda: 1)


async def bill(context):
    await context.run("bill", lambda: 1)


shipping = recorded(ship)
billing = recorded(bill)
"""


def test_each_handler_that_a_factory_registers_is_named_after_what_holds_it(folder: Path) -> None:
    write(folder, {"work.py": handler("await context.sleep('a', 1)").partition("@serve.post")[0] + _FACTORY})
    found = explain_files(list(discover([folder], suffixes=SUFFIXES, cwd=folder)), Scope()).workflows
    assert [(each.name, [step.name for step in steps(each)]) for each in found] == [
        ("shipping", ['"ship"']),
        ("billing", ['"bill"']),
    ]
    assert [each.place for each in found] == [found[0].place] * 2
    assert found[1].shown_at.line == found[0].shown_at.line + 1 > found[0].place.line + 1


def test_calls_that_say_nothing_new_are_set_aside(folder: Path) -> None:
    body = """\
    label = await library.label(context.request_payload)
    text = label.short.strip()
    rows = await library.query(text).where("open").first()
    await context.run("save", lambda: library.save(rows))
    """
    workflow = of(folder, body, before="import library\n")
    assert [each.call for each in workflow.unknown if each.aside is None] == [
        "library.label(context.request_payload)",
        'library.query(text).where("open").first()',
    ]
    assert {each.call: each.aside for each in workflow.unknown if each.aside is not None} == {
        "label.short.strip()": Aside.DATA,
        "library.query(text)": Aside.LINK,
        'library.query(text).where("open")': Aside.LINK,
        "library.save(rows)": Aside.IN_STEP,
    }


def test_a_function_that_a_step_hands_over_runs_no_step_of_the_run(folder: Path) -> None:
    body = """\
    async def load():
        return await library.transaction(lambda transaction: transaction.load())

    await context.run("load", load)
    """
    workflow = of(folder, body, before="import library\n")
    assert not workflow.is_open
    assert workflow.step_count == Bounds(1, 1)


def test_steps_that_unknown_code_may_run_have_no_limit(folder: Path) -> None:
    body = """\
    print("before")
    await context.run("a", lambda: 1)
    print("between")
    await library.work(context)
    print("after")
    await context.run("b", lambda: 1)
    """
    workflow = of(folder, body, before="import library\n")
    assert workflow.is_open
    assert (workflow.step_count, workflow.prelude_runs) == (Bounds(2, None), Bounds(7, None))
    assert [step.position for step in steps(workflow)] == [Bounds(1, 1), Bounds(2, None)]
    effects = [node.runs for node in everything(workflow) if isinstance(node, EffectNode)]
    assert effects == [Bounds(7, None), Bounds(2, None), Bounds(2, 2)]


def test_one_of_several_functions_runs(folder: Path) -> None:
    before = """\
async def one(context):
    await context.run("one", lambda: 1)


async def two(context):
    await context.run("two", lambda: 2)
    await context.run("three", lambda: 3)


WAYS = {"one": one, "two": two}
"""
    body = 'await WAYS[context.request_payload["way"]](context)\nawait context.run("end", lambda: 1)'
    workflow = of(folder, body, before=before)
    assert workflow.step_count == Bounds(2, 3)
    assert [part.partition(" runs ")[::2] for part in headers(workflow)] == [
        ('either WAYS[context.request_payload["way"]](context)', "one"),
        ('or WAYS[context.request_payload["way"]](context)', "two"),
    ]
    assert [step.position for step in steps(workflow)] == [
        Bounds(1, 1),
        Bounds(1, 1),
        Bounds(2, 2),
        Bounds(2, 3),
    ]


def test_names_that_helpers_are_given_are_those_of_their_callers(folder: Path) -> None:
    before = """\
TITLE = "get-title"


class Mailer:
    def __init__(self, context):
        self.context = context

    async def send(self, label):
        await self.context.run(label, lambda: 1)


async def wait(context, *, label):
    await context.sleep(label, 1)


async def wait_for(context, day):
    await wait(context, label=day)
"""
    body = """\
    day = context.request_payload["day"]
    await context.run(TITLE, lambda: 1)
    await wait(context, label=f"wait-{day}")
    await wait_for(context, "on-" + day)
    await Mailer(context).send(f"mail-{day}")
    """
    shown = [step.name for step in steps(of(folder, body, before=before))]
    assert shown == ['"get-title"', 'f"wait-{day}"', '"on-" + day', 'f"mail-{day}"']


def test_a_function_without_known_effects_is_shown_by_what_it_calls(folder: Path) -> None:
    before = """\
import library


def prepare(key):
    return look_up(key)


def look_up(key):
    return library.find(key)
"""
    body = 'found = prepare(context.request_payload["key"])\nawait context.run("use", lambda: found)'
    [call] = of(folder, body, before=before).unknown
    assert call.call == "library.find(key)"
    assert call.through is not None
    assert call.through.call == 'prepare(context.request_payload["key"])'


def test_helpers_of_files_that_are_not_looked_at_are_left_out(folder: Path) -> None:
    write(
        folder,
        {
            "work.py": handler(
                'await context.run("a", lambda: HELPERS)', before="from helpers import HELPERS\n"
            ),
            "helpers.py": """\
from upstash_workflow import AsyncWorkflowContext

HELPERS = {"rest": None}


async def rest(context: AsyncWorkflowContext) -> None:
    await context.sleep("rest", 1)
""",
        },
    )

    def names(*paths: str) -> list[str]:
        files = [each for path in paths for each in discover([folder / path], suffixes=SUFFIXES, cwd=folder)]
        return [each.name for each in explain_files(files, Scope()).workflows]

    assert names("work.py") == ["work"]
    assert names("work.py", "helpers.py") == ["rest", "work"]
