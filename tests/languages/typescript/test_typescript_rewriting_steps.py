"""Rewriting steps in TypeScript: nested ones, their names, and what they change."""

from __future__ import annotations

import textwrap

import pytest
from fixing import fixed_text

from wflint.fixes import EVERYTHING, FixResult

_BEGIN = """\
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve<{ a: string; items: string[] }>(async (context) => {
"""
_END = """
  await context.run("end", () => use(0));
});
function use(value: any) { return 1; }
async function soon(value: any) { return 1; }
function big() { return 10n; }
async function later() { return 10n; }
"""


def _result(body: str) -> FixResult:
    text = f"{_BEGIN}{textwrap.indent(textwrap.dedent(body).strip(), '  ')}{_END}"
    return fixed_text(text, wanted=EVERYTHING, name="route.ts")


def _fixed(body: str) -> str:
    after = _result(body).after["route.ts"]
    return textwrap.dedent(after.removeprefix(_BEGIN).removesuffix(_END))


def _dedented(text: str) -> str:
    return textwrap.dedent(text).strip()


NESTED = {
    "first": (
        """
        await context.run("outer", async () => {
          const a = await context.run("inner", () => use(1)); // first
          return use(a);
        });
        """,
        """
        const a = await context.run("inner", () => use(1)); // first
        await context.run("outer", async () => {
          return use(a);
        });
        """,
    ),
    "last": (
        """
        await context.run("outer", async () => {
          use(2);
          // then
          void context.run("inner", () => use(4)); // last
        }); // done
        """,
        """
        await context.run("outer", async () => {
          use(2);
          // then
        }); // done
        await context.run("inner", () => use(4)); // last
        """,
    ),
    "with what it needs": (
        """
        await context.run("outer", async () => {
          const price = use(2);
          const other = use(3);
          await context.run("inner", () => use([price, other]));
        });
        """,
        """
        const { price, other } = await context.run("outer", async () => {
          const price = use(2);
          const other = use(3);
          return { price, other };
        });
        await context.run("inner", () => use([price, other]));
        """,
    ),
    "what it gives": (
        """
        const r = await context.run("outer", async () => {
          use(2);
          return context.run("inner", () => use(4));
        });
        await context.run("next", () => use(r));
        """,
        """
        await context.run("outer", async () => {
          use(2);
        });
        const r = await context.run("inner", () => use(4));
        await context.run("next", () => use(r));
        """,
    ),
    "a function with a name": (
        """
        const work = async () => {
          use(1);
          await context.run("inner", () => use(2));
        };
        await context.run("outer", work);
        """,
        """
        const work = async () => {
          use(1);
        };
        await context.run("outer", work);
        await context.run("inner", () => use(2));
        """,
    ),
    "all of it": (
        """
        await context.run("outer", () => context.run("inner", () => use(1)));
        """,
        """
        await context.run("inner", () => use(1));
        """,
    ),
}


@pytest.mark.parametrize(("before", "after"), NESTED.values(), ids=NESTED)
def test_an_inner_step_moves_out(before: str, after: str) -> None:
    assert _fixed(before) == _dedented(after)


_INNER = "const a = await context.run('inner', () => use(1));\n  return use(a);\n}"
LEFT = {
    "one of several": f"await Promise.all([context.run('outer', async () => {{\n  {_INNER})]);",
    "under a condition": f"if (context.requestPayload.a) await context.run('outer', async () => {{\n  {_INNER});",
    "in the middle": "await context.run('outer', async () => {\n  use(1);\n  await context.run('inner', () => 1);\n  use(2);\n});",
    "in another function": "const work = async () => {\n  use(1);\n  await context.run('inner', () => 1);\n};\n"
    "await context.run('outer', work);\nawait work();",
    "a name twice": f"const list = [(a: number) => a];\nawait context.run('outer', async () => {{\n  {_INNER});\nuse(list);",
}


@pytest.mark.parametrize("body", LEFT.values(), ids=LEFT)
def test_an_inner_step_stays_where_that_would_mean_something_else(body: str) -> None:
    result = _result(body)
    assert result.after == {}
    assert any(each.finding.code == "WF301" and each.reason for each in result.remaining)


NAMES = {
    "a variable": (
        "const name = `run-${Date.now()}`;\nawait context.run(name, () => use(1));",
        'const name = "run";\nawait context.run(name, () => use(1));',
    ),
    "two names of one variable": (
        (
            "const day = new Date().toISOString();\nawait context.run(`run-${day}-x`, () => use(1));\n"
            "await context.run(`again-${day}`, () => use(1));"
        ),
        'await context.run("run-x", () => use(1));\nawait context.run("again", () => use(1));',
    ),
    "in a loop": (
        "for (const i of [1, 2]) {\n  await context.run(`run-${Math.random()}`, () => use(i));\n}",
        "for (const [index, i] of [1, 2].entries()) {\n  await context.run(`run-${index}`, () => use(i));\n}",
    ),
    "two texts": (
        "await context.run('run-' + Date.now(), () => use(1));",
        "await context.run('run', () => use(1));",
    ),
    "beside what stays": (
        "await context.run(`run-${context.requestPayload.a}-${Date.now()}`, () => use(1));",
        "await context.run(`run-${context.requestPayload.a}`, () => use(1));",
    ),
}


@pytest.mark.parametrize(("before", "after"), NAMES.values(), ids=NAMES)
def test_what_changes_leaves_a_name(before: str, after: str) -> None:
    assert _fixed(before) == after


def test_a_name_that_holds_nothing_else_stays() -> None:
    assert _result("await context.run(`${Math.random()}`, () => use(1));").after == {}


CHANGES = {
    "pushed": (
        "const list: any[] = [];\nawait context.run('a', () => {\n  list.push({ a: 1 });\n});\nuse(list);",
        "const list: any[] = [];\nlist.push(await context.run('a', () => ({ a: 1 })));\nuse(list);",
    ),
    "added": (
        "let total = 0;\nawait context.run('a', async (): Promise<void> => {\n  total += 1; // adds\n});\nuse(total);",
        "let total = 0;\ntotal += await context.run('a', async () => {\n  return 1; // adds\n});\nuse(total);",
    ),
    "assigned": (
        "let a: any;\nawait context.run('a', () => {\n  a = { b: 1 };\n});\nuse(a);",
        "const a: any = await context.run('a', () => ({ b: 1 }));\nuse(a);",
    ),
    "assigned from a promise": (
        "let a = '';\nawait context.run('a', async () => {\n  a = await soon(1);\n});\nuse(a);",
        "const a = await context.run('a', () => soon(1));\nuse(a);",
    ),
    "assigned again": (
        "let a = 0;\nawait context.run('a', async () => {\n  a = await soon(1);\n});\n[a] = [2];\nuse(a);",
        "let a = await context.run('a', () => soon(1));\n[a] = [2];\nuse(a);",
    ),
    "read before": (
        "let a = 0;\nconst b = () => a;\nawait context.run('a', () => {\n  a = use(1);\n});\nuse(a);",
        "let a = 0;\nconst b = () => a;\na = await context.run('a', () => use(1));\nuse(a);",
    ),
    "read by a function that is there before": (
        "let a = 0;\nawait context.run('a', () => {\n  a = use(1);\n});\nfunction b() {\n  return a;\n}\nuse(a);",
        "let a = 0;\na = await context.run('a', () => use(1));\nfunction b() {\n  return a;\n}\nuse(a);",
    ),
    "in another block": (
        "let a = 0;\nif (use(0)) {\n  await context.run('a', () => {\n    a = use(1);\n  });\n}\nuse(a);",
        "let a = 0;\nif (use(0)) {\n  a = await context.run('a', () => use(1));\n}\nuse(a);",
    ),
}


@pytest.mark.parametrize(("before", "after"), CHANGES.values(), ids=CHANGES)
def test_a_step_returns_what_it_changed(before: str, after: str) -> None:
    read = "await context.run('read', () => use({}));"
    name = before.split()[1].rstrip(":;")
    tail = read.replace("{}", name)
    assert _fixed(before.replace(f"use({name});", tail)) == after.replace(f"use({name});", tail)


@pytest.mark.parametrize(
    "change",
    ["if (use(1)) a = 2;", "a++;", "[a] = [1];", "a = 1;\n  use(2);", "a = 1;\n  return 3;"],
)
def test_other_changes_are_left_to_people(change: str) -> None:
    body = f"let a = 0;\nawait context.run('a', () => {{\n  {change}\n}});\nawait context.run('read', () => use(a));"
    result = _result(body)
    assert result.after == {}
    assert any(each.finding.code == "WF503" for each in result.remaining)


ENCODED = {
    "written out": (
        "const x = await context.run('a', () => 10n);",
        "const x = BigInt(await context.run('a', () => 10n.toString()));",
    ),
    "a function of the handler": (
        "const total = (): bigint => 10n;\nconst x = await context.run('a', total);",
        "const total = () => 10n.toString();\nconst x = BigInt(await context.run('a', total));",
    ),
    "a function of the module": (
        "const x = await context.run('a', big);",
        "const x = BigInt(await context.run('a', async () => (await big()).toString()));",
    ),
    "an async function of the module": (
        "const x = await context.run('a', later);",
        "const x = BigInt(await context.run('a', async () => (await later()).toString()));",
    ),
    "what nobody uses": (
        "await context.run('a', () => 10n);\nconst x = 1;",
        "await context.run('a', () => 10n.toString());\nconst x = 1;",
    ),
}


@pytest.mark.parametrize(("before", "after"), ENCODED.values(), ids=ENCODED)
def test_a_big_integer_is_carried_as_text(before: str, after: str) -> None:
    read = "await context.run('read', () => use(typeof x));"
    assert _fixed(f"{before}\n{read}") == f"{after}\n{read}"


def test_a_function_that_is_used_elsewhere_returns_what_it_did() -> None:
    result = _result("const total = () => 10n;\nawait context.run('a', total);\nuse(total());")
    assert result.after == {}
    assert any("is used elsewhere as well" in each.reason for each in result.remaining)


def test_comments_stay_behind_statements_without_semicolons() -> None:
    before = """
        let total = 0
        await context.run('add', async () => {
          total += 1 // adds
        })
        await context.run('outer', async () => {
          use(2) // works
          await context.run('inner', () => use(3)) // last
        })
        await context.run('read', () => use(total))
    """
    after = """
        let total = 0
        total += await context.run('add', async () => {
          return 1; // adds
        })
        await context.run('outer', async () => {
          use(2) // works
        })
        await context.run('inner', () => use(3)); // last
        await context.run('read', () => use(total))
    """
    assert _fixed(before) == _dedented(after)
