"""Fixes other than new steps: what the code is before, and what it is then."""

from __future__ import annotations

import re
from textwrap import dedent

import pytest
from fixing import after, fixed_body, handler, refusals

from wflint.fixes import FixPolicy

_END = 'await context.run("end", print)'


def of(text: str) -> str:
    return dedent(text).strip("\n")


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (
            'a, _ = await asyncio.gather(context.run("a", print), context.run("b", print))\nprint(a)',
            'a = await context.run("a", print)\nawait context.run("b", print)\nprint(a)',
        ),
        (
            'found = await asyncio.gather(context.run("a", print), context.run("b", print))\nprint(found)',
            'found = [await context.run("a", print), await context.run("b", print)]\nprint(found)',
        ),
        (
            'found = await asyncio.gather(*[context.run(f"a-{key}", print) for key in order])\nprint(found)',
            'found = [await context.run(f"a-{key}", print) for key in order]\nprint(found)',
        ),
        (
            'found = await asyncio.gather(*(context.run(f"a-{key}", print) for key in order))\nprint(found)',
            'found = [await context.run(f"a-{key}", print) for key in order]\nprint(found)',
        ),
        (
            'await asyncio.gather(*(context.run(f"a-{key}", print) for key in order if key))',
            'for key in order:\n    if key:\n        await context.run(f"a-{key}", print)',
        ),
        (
            'await asyncio.gather(*[context.run("a", print), context.run("b", print)])',
            'await context.run("a", print)\nawait context.run("b", print)',
        ),
        (
            'await asyncio.gather(  # both\n    # the first\n    context.run("a", print),  # slow\n    context.run("b", print),\n)',
            '# both\n# the first\nawait context.run("a", print)  # slow\nawait context.run("b", print)',
        ),
    ],
)
def test_steps_one_after_another(before: str, now: str) -> None:
    body = fixed_body(f"{before}\n{_END}", "import asyncio\n", rules=["parallel-steps"])

    assert body == f"{now}\n{_END}"


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (
            """
            async def move():
                print(1)
                await context.run("credit", print)  # then

            await context.run("debit", move)
            """,
            """
            async def move():
                print(1)

            await context.run("debit", move)
            await context.run("credit", print)  # then
            """,
        ),
        (
            """
            async def move():
                await context.run("credit", print)
                print(1)

            await context.run("debit", move)
            """,
            """
            async def move():
                print(1)

            await context.run("credit", print)
            await context.run("debit", move)
            """,
        ),
        (
            """
            async def move():
                sum_ = len(order)
                return await context.run("credit", lambda: sum_)

            result = await context.run("debit", move)
            print(result)
            """,
            """
            async def move():
                sum_ = len(order)
                return sum_

            sum_ = await context.run("debit", move)
            result = await context.run("credit", lambda: sum_)
            print(result)
            """,
        ),
        (
            'await context.run("debit", lambda: context.run("credit", print))',
            'await context.run("credit", print)',
        ),
    ],
)
def test_steps_beside_each_other(before: str, now: str) -> None:
    assert fixed_body(of(before), rules=["nested-step"]) == of(now)


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ('await context.run("a", print())', 'await context.run("a", print)'),
        ('await context.run("a", print(order))', 'await context.run("a", lambda: print(order))'),
        ('await context.run("a", print, 1)', 'await context.run("a", lambda: print(1))'),
        ('await context.run("a", lambda x: x, order)', 'await context.run("a", lambda x=order: x)'),
        ('context.run("a", print)', 'await context.run("a", print)'),
        (
            'value = context.run("a", lambda: {"b": 1})["b"]\nprint(value)',
            'value = (await context.run("a", lambda: {"b": 1}))["b"]\nprint(value)',
        ),
        ('await context.sleep("1d")', 'await context.sleep("wait-1d", "1d")'),
        ('await context.sleep(5, "wait")', 'await context.sleep("wait", 5)'),
        ('await context.sleep("wait", 1.5)', 'await context.sleep("wait", 1)'),
        (
            'await context.sleep_until("wait", "2030-01-01")',
            'await context.sleep_until("wait", "2030-01-01T00:00:00+00:00")',
        ),
        ('await context.sleepUntil("wait", 5)', 'await context.sleep_until("wait", 5)'),
        (
            'await context.call("a", "https://example.test", "POST", order)',
            'await context.call("a", url="https://example.test", method="POST", body=order)',
        ),
        (
            'await context.call("a", "https://example.test", json=order)',
            'await context.call("a", url="https://example.test", body=order)',
        ),
        (
            'r = await context.call("a", url="https://example.test")\nprint(r.status_code, r.json(), r["header"])',
            'r = await context.call("a", url="https://example.test")\nprint(r.status, r.body, r.header)',
        ),
        (
            'await context.run("a", print)\nawait context.run("a", print)',
            'await context.run("a", print)\nawait context.run("a-2", print)',
        ),
        (
            "for key in order:\n    await context.run('a', print)",
            "for index, key in enumerate(order):\n    await context.run(f'a-{index}', print)",
        ),
        (
            'name = "a"\nfor key in order:\n    await context.run(name, print)',
            'name = "a"\nfor index, key in enumerate(order):\n    await context.run(f"{name}-{index}", print)',
        ),
        ("await context.run(7, print)", "await context.run(str(7), print)"),
        (
            'user = await context.run("a", lambda: {"name": "b"})\nprint(user.name)',
            'user = await context.run("a", lambda: {"name": "b"})\nprint(user["name"])',
        ),
    ],
)
def test_small_mistakes(before: str, now: str) -> None:
    rules = {
        "step-called-early", "step-function-arguments", "step-not-awaited", "invalid-duration", "invalid-timestamp",
        "missing-context-method", "call-arguments", "call-response-misuse", "duplicate-step-name",
        "loop-invariant-step-name", "invalid-step-name", "attribute-on-step-result",
    }  # fmt: skip

    assert fixed_body(f"{before}\n{_END}", rules=rules) == f"{now}\n{_END}"


def test_a_helper_that_misreads_a_response_is_mended_everywhere_at_once() -> None:
    text = dedent(
        """
        def text_of(response):
            if response.status_code >= 400:
                return f"{response.status_code}"
            return response.json()


        """
    )
    text += handler('text_of(await context.call("a", url="https://example.test"))')
    rules = ["call-response-misuse"]

    fixed = after(text, rules)

    assert "if response.status >= 400:" in fixed
    assert 'return f"{response.status}"' in fixed
    assert "return response.body\n" in fixed
    assert after(text, rules, FixPolicy()) == text, "other code may give it another response"


def test_a_slip_in_an_ignore_comment_is_mended_and_what_it_means_to_silence_left_alone() -> None:
    body = "print(time.time())  # wflint: ignore[clock-outside-steps] only logged"
    mended = body.replace("outside-steps", "outside-step")

    assert fixed_body(f"{body}\n{_END}", "import time\n") == f"{mended}\n{_END}"


@pytest.mark.parametrize("lists", ["enumerate", "list", "tuple", "iter"])
def test_what_has_no_order_is_sorted_before_it_is_numbered(lists: str) -> None:
    rows = "enumerate(list({}))" if lists == "enumerate" else f"enumerate({lists}({{}}))"
    body = 'for index, key in {}:\n    await context.run(f"a-{{index}}", lambda key=key: print(key))'
    before, now = (body.format(rows.format(each)) for each in ("set(order)", "sorted(set(order))"))

    assert fixed_body(f"{before}\n{_END}", rules=["unordered-iteration"]) == f"{now}\n{_END}"


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (
            'total = 0\n\ndef add() -> None:\n    nonlocal total\n    total = len(order)\n\nawait context.run("a", add)\nprint(total)',
            'total = 0\n\ndef add():\n    return len(order)\n\ntotal = await context.run("a", add)\nprint(total)',
        ),
        (
            'found = []\nawait context.run("a", lambda: found.append(len(order)))\nprint(found)',
            'found = []\nfound.append(await context.run("a", lambda: len(order)))\nprint(found)',
        ),
        (
            'found = {}\n\ndef add():\n    found["a"] = 1\n\nawait context.run("a", add)\nprint(found)',
            'found = {}\n\ndef add():\n    return 1\n\nfound["a"] = await context.run("a", add)\nprint(found)',
        ),
    ],
)
def test_changes_become_results(before: str, now: str) -> None:
    assert fixed_body(before, rules=["mutation-inside-step"]) == now


@pytest.mark.parametrize(
    ("imports", "before", "now"),
    [
        (
            "from datetime import datetime\n",
            'at = await context.run("a", lambda: [datetime.now()])\nprint(at[0].year)',
            (
                'at = await context.run("a", lambda: [datetime.now().isoformat()])\n'
                "print(datetime.fromisoformat(at[0]).year)"
            ),
        ),
        (
            "from datetime import datetime\n",
            'at = await context.run("a", lambda: {"at": datetime.now()})\nprint(at["at"].year)',
            (
                'at = await context.run("a", lambda: {"at": datetime.now().isoformat()})\n'
                'print(datetime.fromisoformat(at["at"]).year)'
            ),
        ),
        (
            "import uuid\n\n\ndef make():\n    return uuid.uuid4()\n\n\n",
            'key = await context.run("a", make)\nprint(key.hex)',
            'key = uuid.UUID(await context.run("a", lambda: str(make())))\nprint(key.hex)',
        ),
        (
            "from datetime import datetime\n\n\nasync def make():\n    return datetime.now()\n\n\n",
            'at = await context.run("a", make)\nprint(at.year)',
            (
                "\nasync def encode_result():\n    return (await make()).isoformat()\n\n"
                'at = datetime.fromisoformat(await context.run("a", encode_result))\nprint(at.year)'
            ),
        ),
        (
            "import enum\n\n\nclass Size(enum.Enum):\n    BIG = (1, 2)\n\n\n",
            'size = await context.run("a", lambda: Size.BIG)\nprint(size.value)',
            'size = Size[await context.run("a", lambda: Size.BIG.name)]\nprint(size.value)',
        ),
    ],
)
def test_results_are_the_same_values_behind_the_step(imports: str, before: str, now: str) -> None:
    assert fixed_body(before, imports, rules=["unserializable-step-result"]) == now


@pytest.mark.parametrize(
    ("head", "now"),
    [
        ("import os\nimport sys\n\n", "import base64\nimport os\nimport sys\n"),
        (
            '"""Doc."""\n\nfrom __future__ import annotations\n\nimport os\n\n',
            "annotations\n\nimport base64\nimport os\n",
        ),
        ("import os\nfrom base64 import b64decode\n\n", "from base64 import b64decode, b64encode\n"),
        ("import os\nimport base64 as codec\n\n", "codec.b64encode(os.urandom(2)).decode()"),
    ],
)
def test_imports_go_where_the_file_has_them(head: str, now: str) -> None:
    body = 'value = os.urandom(2)\nawait context.run("a", lambda: print(value))\nawait context.run("b", lambda: print(value))'

    assert now in after(handler(body, head))


def test_imports_in_the_function_are_used() -> None:
    body = 'import base64 as b\nvalue = os.urandom(2)\nawait context.run("a", lambda: print(value))\nawait context.run("b", lambda: print(value))'
    text = after(handler(body, "import os\n"))

    assert "b.b64decode(await" in text
    assert "import base64\n" not in text


@pytest.mark.parametrize(
    ("imports", "body", "reason"),
    [
        ("import asyncio\n", 'await asyncio.gather(context.run("a", print), context.run("b", print), return_exceptions=True)', "it is given options"),
        ("import asyncio\n", 'both = asyncio.gather(context.run("a", print), context.run("b", print))\nawait both', "its result is not awaited at once"),
        ("import asyncio\n", 'steps = [context.run("a", print), context.run("b", print)]\nawait asyncio.gather(*steps)', "what it starts is not written out"),
        ("", 'async def both():\n    print(1)\n    await context.run("b", print)\n    print(2)\nawait context.run("a", both)', "the inner step is neither the first nor the last"),
        ("", 'found = []\n\ndef add():\n    found.append(1)\n    print(found)\n\nawait context.run("a", add)\nprint(found)', "the change is not the last thing"),
        ("import uuid\n", "await context.run(str(uuid.uuid4()), print)", "its name is put together in a way"),
        ("", 'print(context.headers.get("\\x58-API-KEY"))', "it is written with escapes"),
        ("", 'print(context.headers.get(r"X-API-KEY"))', "it is written with the prefix `r`"),
        ("", 'KEY = "X-API-KEY"\nprint(context.headers.get(KEY))', "the text is not written out there"),
    ],
)  # fmt: skip
def test_what_cannot_be_rewritten_is_refused(imports: str, body: str, reason: str) -> None:
    found = refusals(f"{body}\n{_END}", imports)

    assert any(each.startswith(reason) for each in found), found


def test_names_of_steps_in_loops_stay_apart_whichever_is_fixed_first() -> None:
    body = """
for row in order["rows"]:
    await context.run("store", lambda: row)
for row in order["rows"]:
    await context.run("store", lambda: row)
await context.run("store", lambda: 1)
await context.run("close-3", lambda: 2)
for row in order["rows"]:
    await context.run("close", lambda: row)
"""
    done = """
for index, row in enumerate(order["rows"]):
    await context.run(f"store-{index}", lambda: row)
for row_index, row in enumerate(order["rows"]):
    await context.run(f"store-again-{row_index}", lambda: row)
await context.run("store-third-time", lambda: 1)
await context.run("close-3", lambda: 2)
for index, row in enumerate(order["rows"]):
    await context.run(f"close-again-{index}", lambda: row)
"""
    rules = ("duplicate-step-name", "loop-invariant-step-name")
    assert fixed_body(body, rules=rules) == done.strip("\n")
    assert _names(body, *rules) == ["store", "store-again", "store-third-time", "close-3", "close-again"]
    assert _names(body, *rules[::-1]) == ["store", "store-again", "store", "close-3", "close-again"]


def _names(body: str, first: str, second: str) -> list[str]:
    """The names of steps once the fixes of one rule, and then those of another one, are made; without indices."""
    text = after(after(handler(body), [first]), [second])
    return re.findall(r'run\(f?"([\w-]+?)(?:-\{\w+\})?"', text)


def test_many_steps_of_one_name_get_names_of_their_own() -> None:
    body = "for row in order:\n" + '    await context.run("store", lambda: row)\n' * 14
    found = fixed_body(body, rules=("duplicate-step-name", "loop-invariant-step-name"))
    names = re.findall(r'f"(store.*)-\{index\}"', found)
    assert names[:3] == ["store", "store-again", "store-third-time"]
    assert names[-2:] == ["store-13th-time", "store-14th-time"]
    assert len(set(names)) == len(names) == 14
