"""Rewriting TypeScript: what stands around the code that is rewritten stays as it was."""

from __future__ import annotations

import textwrap

import pytest
from fixing import fixed_text

from wflint.fixes import FixPolicy

_HEAD = 'import { serve } from "@upstash/workflow/nextjs";\n'


_BEGIN = "export const { POST } = serve(async (context) => {\n"
_END = "\n});\nfunction use(value) { return 1; }\n"


def _fixed(body: str, *, head: str = _HEAD, quote: str = '"') -> str:
    """The statements of a handler after all fixes, without what stands around them."""
    lines = textwrap.indent(textwrap.dedent(body).strip("\n"), "  ")
    text = f"{head}{_BEGIN}{lines}{_END}".replace('"', quote)
    after = fixed_text(text, wanted=FixPolicy(unsafe=True), name="route.ts").after.get("route.ts", text)
    assert after.endswith(_END)
    return textwrap.dedent(after.partition(_BEGIN)[2].removesuffix(_END))


_USES = 'await context.run("use", () => use(x));\nawait context.run("again", () => use(x));'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("const x = Date.now();", 'const x = await context.run("get-x", () => Date.now());'),
        (
            "const x = Date.now().toString();",
            'const x = (await context.run("get-now", () => Date.now())).toString();',
        ),
        (
            "const x = 2 ** Math.random();",
            'const x = 2 ** (await context.run("get-random-number", () => Math.random()));',
        ),
        (
            "const x = `${Math.random()}`;",
            'const x = `${await context.run("get-random-number", () => Math.random())}`;',
        ),
        ("const x = { at: Date.now() };", 'const x = { at: await context.run("get-at", () => Date.now()) };'),
        ("const x = process.env.A;", 'const x = await context.run("get-x", () => process.env.A);'),
        ("const { A: x } = process.env;", "const { A: x } = process.env;"),
    ],
)
def test_an_expression_goes_into_a_step(before: str, after: str) -> None:
    assert _fixed(f"{before}\n{_USES}").splitlines()[0] == after


def test_quotes_and_semicolons_are_those_of_the_file() -> None:
    fixed = _fixed("const x = Date.now()\n" + _USES.replace(";", ""), head=_HEAD.replace(";", ""), quote="'")
    assert fixed.splitlines()[0] == "const x = await context.run('get-x', () => Date.now())"


def test_a_statement_keeps_its_comments() -> None:
    before = """
        await fetch("https://example.com", {
          method: "POST", // sends
        }); // once
        await context.run("use", () => use());
    """
    after = """
        await context.run("fetch-response", async () => {
          await fetch("https://example.com", {
            method: "POST", // sends
          });
        }); // once
        await context.run("use", () => use());
    """
    assert _fixed(before) == textwrap.dedent(after).strip("\n")


def test_rounds_that_are_counted_are_told_apart() -> None:
    before = """
        for (let i = 0; i < 3; i++) {
          const x = Math.random();
          await context.run(`use-${i}`, () => use(x));
        }
    """
    assert "`get-x-${i}`, () => Math.random()" in _fixed(before)


@pytest.mark.parametrize(
    ("head", "counted", "name"),
    [
        ('for (const name of ["a"]) {', 'for (const [index, name] of ["a"].entries()) {', "${index}"),
        (
            "for (const name of names()) {",
            "for (const [index, name] of [...names()].entries()) {",
            "${index}",
        ),
        (
            "for (const { id } of names()) {",
            "for (const [index, { id }] of [...names()].entries()) {",
            "${index}",
        ),
        (
            "for (const [place, name] of pairs.entries()) {",
            "for (const [place, name] of pairs.entries()) {",
            "${place}",
        ),
        ("for (const key in pairs) {", "for (const key in pairs) {", "${key}"),
        ("while (go()) {", "let index = 0;\nwhile (go()) {\n  index += 1;", "${index}"),
        ("for (;;) {", "let index = 0;\nfor (;;) {\n  index += 1;", "${index}"),
    ],
)
def test_rounds_get_an_index(head: str, counted: str, name: str) -> None:
    before = f"{head}\n  const x = Math.random();\n  {_USES.splitlines()[0]}\n}}"
    assert f"{counted}\n  const x = await context.run(`get-x-{name}`, () => Math.random());" in _fixed(before)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('void context.run("a", () => 1);', 'await context.run("a", () => 1);'),
        ('context.run("a", () => 1).then(use);', 'await context.run("a", () => 1).then(use);'),
        ('await context.run("a", use());', 'await context.run("a", use);'),
        ('await context.run("a", use(1));', 'await context.run("a", () => use(1));'),
    ],
)
def test_steps_are_called_as_they_have_to_be(before: str, after: str) -> None:
    assert _fixed(f'await context.run("first", () => 1);\n{before}').splitlines()[1] == after


def test_a_catch_lets_the_signal_pass() -> None:
    before = """
        try {
          await context.run("a", () => use(1));
        } catch {
          // nothing to do
        }
    """
    after = """
        try {
          await context.run("a", () => use(1));
        } catch (error) {
          if (error instanceof WorkflowAbort) throw error;
          // nothing to do
        }
    """
    assert _fixed(before) == textwrap.dedent(after).strip("\n")
