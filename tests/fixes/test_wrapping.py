"""Calls of replayed code that are put into steps: which code goes in, and what becomes of its value."""

from __future__ import annotations

from textwrap import dedent

import pytest
from fixing import after, fixed_body, handler, refusals

_USE = 'await context.run("store", lambda: print(value))\nawait context.run("tell", lambda: print(value))'


def wrapped(line: str, imports: str) -> str:
    """The first line of a handler that uses `value` in two steps."""
    return fixed_body(f"{line}\n{_USE}", imports).splitlines()[0]


@pytest.mark.parametrize(
    ("imports", "before", "now"),
    [
        ("import time\n", "value = time.time()", 'value = await context.run("get-value", time.time)'),
        (
            "import datetime as dt\n",
            "value = dt.datetime.now()",
            ("value = dt.datetime.fromisoformat("
            'await context.run("get-value", lambda: dt.datetime.now().isoformat()))'),
        ),
        (
            "from datetime import date\n",
            "value = date.today()",
            'value = date.fromisoformat(await context.run("get-value", lambda: date.today().isoformat()))',
        ),
        (
            "from uuid import UUID, uuid4\n",
            "value = uuid4()",
            'value = UUID(await context.run("get-value", lambda: str(uuid4())))',
        ),
        ("import uuid\n", "value = uuid.uuid4().hex", 'value = await context.run("get-value", lambda: uuid.uuid4().hex)'),
        (
            "import os\n",
            "value = os.urandom(4)",
            'value = base64.b64decode(await context.run("get-value", lambda: base64.b64encode(os.urandom(4)).decode()))',
        ),
        (
            "import random\n",
            "value = order['id'] or random.random()",
            "value = order['id'] or await context.run(\"get-value\", random.random)",
        ),
        (
            "import random\n",
            "value = random.random() ** 2",
            'value = (await context.run("get-random-number", random.random)) ** 2',
        ),
        (
            "import random\n",
            "value = 1 if order else random.choice('ab')",
            "value = 1 if order else await context.run(\"get-value\", lambda: random.choice('ab'))",
        ),
        (
            "import time\n",
            'value = f"{time.time():.0f}-{order}"',
            'value = await context.run("get-value", lambda: f"{time.time():.0f}-{order}")',
        ),
        (
            "import random\n",
            "value = sum(random.random() for _ in order)",
            'value = await context.run("get-value", lambda: sum(random.random() for _ in order))',
        ),
        (
            "import random\n",
            "value = [random.random() for _ in order]",
            'value = [await context.run(f"get-random-number-{index}", random.random) for index, _ in enumerate(order)]',
        ),
        (
            "import random\n",
            "value = {key: random.random() for key in order}",
            ("value = {key: await context.run("
            'f"get-random-number-{index}", random.random) for index, key in enumerate(order)}'),
        ),
        (
            "import time\n",
            "value = dict(order, at=time.time())",
            'value = dict(order, at=await context.run("get-at", time.time))',
        ),
        (
            "import random\nfrom datetime import date\n",
            "value = random.choice([date(2030, 1, 1), date(2030, 7, 1)])",
            ("value = date.fromisoformat(await context.run("
            '"get-value", lambda: random.choice([date(2030, 1, 1), date(2030, 7, 1)]).isoformat()))'),
        ),
        (
            "import random\nfrom uuid import UUID\n",
            "value = random.sample([UUID(int=1), UUID(int=2)], k=1)",
            ('value = [UUID(item) for item in await context.run("get-value", '
            "lambda: [str(item) for item in random.sample([UUID(int=1), UUID(int=2)], k=1)])]"),
        ),
        ("import time\n", "value = (time.time())", 'value = (await context.run("get-value", time.time))'),
        (
            "import time\n",
            "value: float = time.time()",
            'value: float = await context.run("get-value", time.time)',
        ),
    ],
)  # fmt: skip
def test_a_value_keeps_its_type(imports: str, before: str, now: str) -> None:
    assert wrapped(before, imports) == now


@pytest.mark.parametrize(
    ("imports", "before", "now"),
    [
        (
            "import random\n",
            'for item in order:\n    value = random.random()\n    await context.run(f"a-{item}", lambda: print(value))',
            (
                'for index, item in enumerate(order):\n    value = await context.run(f"get-value-{index}", random.random)\n'
                '    await context.run(f"a-{item}-{index}", lambda: print(value))'
            ),
        ),
        (
            "import random\n",
            "for a, b in order:\n    print(random.random())",
            'for index, (a, b) in enumerate(order):\n    print(await context.run(f"get-random-number-{index}", random.random))',
        ),
        (
            "import random\n",
            "for _ in range(3):\n    print(random.random())",
            'for index in range(3):\n    print(await context.run(f"get-random-number-{index}", random.random))',
        ),
        (
            "import random\n",
            "for place, item in enumerate(order, 1):\n    print(random.random())",
            (
                "for place, item in enumerate(order, 1):\n"
                '    print(await context.run(f"get-random-number-{place}", random.random))'
            ),
        ),
        (
            "import random\n",
            "for row in order:\n    for cell in row:\n        print(random.random())",
            (
                "for row_index, row in enumerate(order):\n    for cell_index, cell in enumerate(row):\n"
                '        print(await context.run(f"get-random-number-{row_index}-{cell_index}", random.random))'
            ),
        ),
        (
            "import random\n",
            "while random.random() < 0.5:\n    print(1)",
            (
                'round_number = 0\nwhile await context.run(f"check-random-number-{round_number}", lambda: random.random() < 0.5):\n'
                "    round_number += 1\n    print(1)"
            ),
        ),
    ],
)
def test_a_value_in_a_loop_is_a_step_a_round(imports: str, before: str, now: str) -> None:
    body = fixed_body(
        f'{before}\nawait context.run("end", print)',
        imports,
        rules=["random-outside-step", "repeatable-step-name"],
    )

    assert body == f'{now}\nawait context.run("end", print)'


def test_numbers_of_names_are_no_indices() -> None:
    body = fixed_body(
        "for item in order:\n    print(random.random())\nprint(random.random())\nawait context.run('end', print)",
        "import random\n",
        rules=["random-outside-step"],
    )

    assert 'f"get-random-number-{index}"' in body
    assert '"get-random-number-again"' in body


def test_names_that_steps_have_are_left_to_them() -> None:
    body = fixed_body(
        'await context.run("get-now", lambda: 1)\nnow = time.time()\nawait context.run("a", lambda: now)\n'
        'await context.run("b", lambda: now)',
        "import time\n",
    )

    assert 'now = await context.run("get-now-2", time.time)' in body


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("create_user(order)", "create-user"),
        ("createUser(order)", "create-user"),
        ("user = api.users.create(order)", "get-user"),
        ("api.users.create(order)", "create-user"),
        ("found = is_known(order)", "get-found"),
        ("str(is_known(order))", "check-known"),
        ("str(stamp(order))", "get-stamp"),
        ("stamp(order)", "stamp"),
        ("x = stamp(order)", "get-stamp"),
        ("send(order)", "send"),
    ],
)
def test_names_say_what_the_code_does(code: str, name: str) -> None:
    definitions = dedent(
        """\
        import requests


        class Users:
            def create(self, order):
                requests.post("https://example.test")
                return 1


        class Api:
            users = Users()


        api = Api()


        def create_user(order):
            requests.post("https://example.test")
            return 1


        createUser = is_known = stamp = send = create_user
        """
    )
    body = fixed_body(f'{code}\nawait context.run("end", print)', definitions)

    assert f'context.run("{name}"' in body


def test_a_statement_whose_value_nobody_needs_gives_nothing() -> None:
    body = fixed_body(
        'requests.post(\n    "https://example.test",  # theirs\n    json=order,\n)\nawait context.run("end", print)',
        "import requests\n",
    )

    assert body == dedent(
        """\

        def post_request() -> None:
            requests.post(
                "https://example.test",  # theirs
                json=order,
            )

        await context.run("post-request", post_request)
        await context.run("end", print)"""
    )


def test_strings_over_several_lines_stay_as_they_are() -> None:
    text = handler('await context.run("end", print)', "import requests\n")
    call = '    requests.post(\n        "https://example.test",\n        data="""\n  a\n    b\n""",\n    )\n'
    result = after(text.replace("    await", f"{call}    await"))

    assert '            data="""\n  a\n    b\n""",\n        )\n' in result


def test_a_response_of_which_one_part_is_used() -> None:
    body = fixed_body(
        'r = requests.get("https://example.test")\nawait context.run("a", lambda: print(r.json()["x"]))\n'
        'await context.run("b", lambda: print(r.json()))',
        "import requests\n",
    )

    assert body == (
        'r = await context.run("fetch-response", lambda: requests.get("https://example.test").json())\n'
        'await context.run("a", lambda: print(r["x"]))\nawait context.run("b", lambda: print(r))'
    )


def test_statements_that_belong_to_a_request_go_along() -> None:
    body = fixed_body(
        dedent(
            """\
            async with httpx.AsyncClient() as client:
                reply = await client.get("https://example.test")  # theirs
                reply.raise_for_status()
                user = reply.json()
                rights = (await client.get(f"https://example.test/{user['id']}")).json()
            await context.run("greet", lambda: print(user, rights))
            """
        ),
        "import httpx\n",
    )

    assert body == dedent(
        """\

        async def fetch_user():
            async with httpx.AsyncClient() as client:
                reply = await client.get("https://example.test")  # theirs
                reply.raise_for_status()
                user = reply.json()
                rights = (await client.get(f"https://example.test/{user['id']}")).json()
            return [user, rights]

        user, rights = await context.run("fetch-user", fetch_user)
        await context.run("greet", lambda: print(user, rights))"""
    )


def test_a_file_that_is_read() -> None:
    body = fixed_body(
        'with open("a.txt") as file:\n    text = file.read()\ncontext.run("a", lambda: print(text))',
        sync=True,
    )

    assert body == dedent(
        """\

        def read_text():
            with open("a.txt") as file:
                text = file.read()
            return text

        text = context.run("read-text", read_text)
        context.run("a", lambda: print(text))"""
    )


@pytest.mark.parametrize(
    ("imports", "body", "reason"),
    [
        (
            "import random\n",
            "class Batch:\n    number = random.random()\nprint(Batch.number)",
            "it is in the body of a class",
        ),
        (
            "import time\n",
            "try:\n    print(1)\nfinally:\n    print(time.time())",
            "it is in `finally`, which runs whenever a step ends a delivery",
        ),
        (
            "import random\n",
            'value = random.Random()\nawait context.run("a", lambda: value.random())',
            "a step cannot store its result",
        ),
        (
            "import random\nfrom typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import base64\n",
            "value = random.randbytes(3)\nprint(value)",
            "`base64`, which it needs, has another meaning here",
        ),
        (
            "import uuid\n",
            "str = order\nvalue = uuid.uuid4()\nprint(value)",
            "`str`, which it needs, has another",
        ),
    ],
)
def test_what_cannot_be_a_step_is_refused(imports: str, body: str, reason: str) -> None:
    found = refusals(f'{body}\nawait context.run("end", print)', imports)

    assert any(each.startswith(reason) for each in found), found


def test_default_values_and_decorators_are_evaluated_around_their_function() -> None:
    body = fixed_body(
        'def label(at=time.time()):\n    return at\nawait context.run("a", lambda: print(label()))\nawait context.run("b", lambda: print(label()))',
        "import time\n",
    )

    assert body.startswith('def label(at=await context.run("get-time", time.time)):\n')


@pytest.mark.parametrize(
    ("imports", "before", "now"),
    [
        (
            "import time\n",
            'value = time.time() > order["deadline"]',
            'value = await context.run("check-value", lambda: time.time() > order["deadline"])',
        ),
        (
            "import time\n",
            'value = order["deadline"] < time.time()',
            'value = await context.run("check-value", lambda: order["deadline"] < time.time())',
        ),
        (
            "import time\n",
            "value = time.time() > float(order)",
            'value = await context.run("get-time", time.time) > float(order)',
        ),
        (
            "import time\n",
            "value = 0 < time.time() < order",
            'value = 0 < await context.run("get-time", time.time) < order',
        ),
        (
            "import requests\n",
            'value = requests.get("https://a.example").json()["rates"]["EUR"]',
            'value = await context.run("fetch-response", lambda: requests.get("https://a.example").json()["rates"]["EUR"])',
        ),
        (
            "import requests\n",
            'value = requests.get("https://a.example").json()[order]',
            'value = (await context.run("fetch-response", lambda: requests.get("https://a.example").json()))[order]',
        ),
        (
            "import subprocess\n",
            'value = subprocess.check_output(["git", "log"], text=True).strip()',
            'value = await context.run("run-command", lambda: subprocess.check_output(["git", "log"], text=True).strip())',
        ),
        (
            "import time\n",
            'value = "a" if time.time() > order["until"] else "b"',
            'value = "a" if await context.run("check-until", lambda: time.time() > order["until"]) else "b"',
        ),
    ],
    ids=[
        "a comparison",
        "the other way round",
        "what calls something stays outside",
        "a chain of comparisons",
        "items of JSON",
        "an item by a variable",
        "a method",
        "a test is no target",
    ],
)
def test_what_reads_well_in_a_step_goes_there(imports: str, before: str, now: str) -> None:
    assert wrapped(before, imports) == now


def test_only_the_item_that_is_used_crosses_the_step() -> None:
    before = 'response = requests.get("https://a.example")\nvalue = response.json()["EUR"]'
    body = fixed_body(f"{before}\n{_USE}", "import requests\n")

    assert 'lambda: requests.get("https://a.example").json()["EUR"])' in body
    assert "value = response\n" in body


def test_different_items_cross_the_step_with_what_they_are_part_of() -> None:
    before = (
        'response = requests.get("https://a.example")\nvalue = response.json()["a"] + response.json()["b"]'
    )
    body = fixed_body(f"{before}\n{_USE}", "import requests\n")

    assert 'lambda: requests.get("https://a.example").json())' in body
    assert 'value = response["a"] + response["b"]' in body


def test_an_item_that_is_assigned_is_not_read() -> None:
    body = fixed_body(
        f'requests.get("https://a.example").json()["EUR"] = 1\nvalue = 1\n{_USE}', "import requests\n"
    )

    assert '["EUR"])' not in body
