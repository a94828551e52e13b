"""Rewriting TypeScript: what stands around the code that is rewritten stays as it was."""

from __future__ import annotations

import textwrap

import pytest
from fixing import fixed_text

from wflint.fixes import EVERYTHING

_HEAD = 'import { serve } from "@upstash/workflow/nextjs";\n'


_BEGIN = "export const { POST } = serve(async (context) => {\n"
_END = "\n});\nfunction use(value) { return 1; }\n"


def _fixed(body: str, *, head: str = _HEAD, quote: str = '"') -> str:
    """The statements of a handler after all fixes, without what stands around them."""
    lines = textwrap.indent(textwrap.dedent(body).strip("\n"), "  ")
    text = f"{head}{_BEGIN}{lines}{_END}".replace('"', quote)
    after = fixed_text(text, wanted=EVERYTHING, name="route.ts").after.get("route.ts", text)
    assert after.endswith(_END)
    return textwrap.dedent(after.partition(_BEGIN)[2].removesuffix(_END))


_USES = 'await context.run("use", () => use(x));\nawait context.run("again", () => use(x));'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("const x = Date.now();", 'const x = await context.run("get-x", () => Date.now());'),
        (
            "const x = Date.now().toString();",
            'const x = await context.run("get-x", () => Date.now().toString());',
        ),
        (
            "const x = 2 ** Math.random();",
            'const x = 2 ** (await context.run("get-random-number", () => Math.random()));',
        ),
        (
            "const x = `${Math.random()}`;",
            'const x = `${await context.run("get-x", () => Math.random())}`;',
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
        await context.run("send-request", async () => {
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
            "let round = 0;\nfor (const name of names()) {\n  round += 1;",
            "${round}",
        ),
        (
            "for (const { id } of [...names()]) {",
            "for (const [index, { id }] of [...names()].entries()) {",
            "${index}",
        ),
        (
            "for (const [place, name] of pairs.entries()) {",
            "for (const [place, name] of pairs.entries()) {",
            "${place}",
        ),
        ("for (const key in pairs) {", "for (const key in pairs) {", "${key}"),
        ("while (go()) {", "let round = 0;\nwhile (go()) {\n  round += 1;", "${round}"),
        ("for (;;) {", "let round = 0;\nfor (;;) {\n  round += 1;", "${round}"),
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


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("const x = Date.now() as number;", "const x = (await {}) as number;"),
        ("const x = Date.now() satisfies number;", "const x = (await {}) satisfies number;"),
        ("const x = -Date.now();", "const x = -(await {});"),
        ("const x = y || Date.now();", "const x = y || (await {});"),
        ("const x = y ? Date.now() : 0;", "const x = y ? await {} : 0;"),
        ("const x = Date.now() ? 1 : 0;", "const x = (await {}) ? 1 : 0;"),
        ("const x = y?.touch(Date.now());", "const x = y?.touch(await {});"),
        ("const x = [...[Date.now()]];", "const x = [...[await {}]];"),
        ("const x = Date.now()!;", "const x = (await {})!;"),
        ("const x = [/* why */ Date.now()];", "const x = [/* why */ await {}];"),
        ("const { x = Date.now() } = y;", "const { x = await {} } = y;"),
        ("const x = `a${`b${Date.now()}`}`;", "const x = `a${`b${await {}}`}`;"),
    ],
)
def test_what_stands_around_an_expression_takes_all_of_the_step(before: str, after: str) -> None:
    fixed = _fixed(f'const y = await context.run("load", () => use(1));\n{before}\n{_USES}')
    assert fixed.splitlines()[1] == after.replace("{}", 'context.run("get-now", () => Date.now())', 1)


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("const f = (x = Date.now()) => use(x);\nf();", "the function around it is not async"),
        ("let x = 0;\nif (use(1)) {\n  const context = use(2);\n  x = Date.now();\n}", "hides the context"),
        ("let x = 0;\ntry {\n  use(1);\n} catch (context) {\n  x = Date.now();\n}", "hides the context"),
        ("const x = process.env;", "the whole environment"),
        (
            'let x = 0;\ntry {\n  await context.run("a", () => 1);\n} catch (error) {\n  x = Date.now();\n  throw error;\n}',
            "it is in `catch`",
        ),
    ],
)
def test_where_no_step_can_be_run_nothing_is_changed(code: str, why: str) -> None:
    lines = textwrap.indent(f"{code}\n{_USES}", "  ")
    left = fixed_text(f"{_HEAD}{_BEGIN}{lines}{_END}", wanted=EVERYTHING, name="route.ts")
    assert left.after == {}
    assert any(why in each.reason for each in left.remaining)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("const x = new Date();", 'new Date(await context.run("get-now", () => new Date().toISOString()))'),
        ("const x = process.hrtime.bigint();", "BigInt(await "),
        ("const x = new Set([Math.random()]);", "new Set([await "),
    ],
)
def test_values_keep_their_type(before: str, after: str) -> None:
    assert after in _fixed(f"{before}\n{_USES}").replace("get-x", "get-now")


def test_a_line_that_would_go_on_with_the_one_before_begins_with_a_semicolon() -> None:
    before = "const names = ['a']\nprocess.argv.forEach(use)\nawait context.run('b', () => use(names))"
    fixed = _fixed(before, head=_HEAD.replace(";", ""), quote="'")
    assert ";(await context.run('get-argv', () => process.argv)).forEach(use)" in fixed


def test_statements_that_make_data_of_a_response_go_into_one_step() -> None:
    before = """
        const response = await fetch("https://example.com");
        // checks
        if (!response.ok) throw new Error("no"); // stops
        const x = await response.json(); // reads
        await context.run("use", () => use(x));
    """
    after = """
        const x = await context.run("fetch-response", async () => {
          const response = await fetch("https://example.com");
          // checks
          if (!response.ok) throw new Error("no"); // stops
          return response.json(); // reads
        });
        await context.run("use", () => use(x));
    """
    assert _fixed(before) == textwrap.dedent(after).strip("\n")


@pytest.mark.parametrize("call", ['void fetch("https://example.com");', 'fetch("https://example.com");'])
def test_what_nobody_waits_for_is_awaited_in_its_step(call: str) -> None:
    fixed = _fixed(f'{call}\nawait context.run("use", () => use(1));')
    assert '() => {\n  await fetch("https://example.com");\n});' in fixed


def test_lines_end_as_they_did_and_tabs_stay() -> None:
    body = '\tawait fetch("https://example.com");\n\tawait context.run("use", () => use(1));'
    text = f"{_HEAD}{_BEGIN}{body}{_END}".replace("\n", "\r\n")
    after = fixed_text(text, wanted=EVERYTHING, name="route.ts").after["route.ts"]
    assert after.count("\n") == after.count("\r\n")
    assert '\r\n\t\tawait fetch("https://example.com");\r\n\t});\r\n' in after


def test_each_promise_of_a_callback_is_awaited() -> None:
    before = """
        const { items } = context.requestPayload;
        items.forEach(async (item) => {
          await context.run(`pack-${item}`, () => use(item));
        });
    """
    after = """
        const { items } = context.requestPayload;
        await Promise.all(items.map(async (item, index) => {
          await context.run(`pack-${item}-${index}`, () => use(item));
        }));
    """
    assert _fixed(before) == textwrap.dedent(after).strip("\n")


@pytest.mark.parametrize(
    ("moment", "reason"),
    [
        (r'"2030-01-01T00:00\x3a00"', "it is written with escapes"),
        ("`2030-01-01T00:00:00`", "it is written as a template"),
        ("MOMENT", "the text is not written out there"),
    ],
)
def test_a_text_that_cannot_be_replaced_stays_for_the_reason_that_holds(moment: str, reason: str) -> None:
    head = f'{_HEAD}const MOMENT = "2030-01-01T00:00:00";\n'
    body = f'await context.sleepUntil("wait", {moment});\nawait context.run("use", () => use());'
    result = fixed_text(f"{head}{_BEGIN}{body}{_END}", name="route.ts")
    assert [(each.finding.name, each.reason) for each in result.remaining if each.reason] == [
        ("invalid-timestamp", reason)
    ]
