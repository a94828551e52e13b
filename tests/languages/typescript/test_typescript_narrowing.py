"""What conditions say of types is kept where a fix moves code into a function: by a smaller step, or by a constant."""

from __future__ import annotations

import textwrap

import pytest
from fixing import fixed_text

from wflint.fixes import EVERYTHING, FixResult

_BEGIN = """\
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve<Order>(async (context) => {
  const order = context.requestPayload;
"""
_END = """
  await context.run("end", () => console.log(order));
});
async function send(value: any): Promise<void> {
  await fetch(`https://mail.test/${value}`, { method: "POST" });
}
"""


def _result(body: str, name: str = "route.ts") -> FixResult:
    text = f"{_BEGIN}{textwrap.indent(_dedented(body), '  ')}{_END}"
    return fixed_text(text, {"clock-outside-step", "network-outside-step"}, EVERYTHING, name)


def _fixed(body: str, name: str = "route.ts") -> str:
    after = _result(body, name).after[name]
    return textwrap.dedent(after.removeprefix(_BEGIN).removesuffix(_END))


def _dedented(text: str) -> str:
    return textwrap.dedent(text).strip()


_URL_IS_BOUND = 'const { url } = order;\nawait context.run("send", () => send(url));'
_TESTS = {
    "that leaves": "if (!order.url) return;",
    "that leaves in a block": "if (order.url == null) { console.log(1); return; }",
    "whose both arms leave": "if (!order.url) { if (order.a) return; else throw order; }",
    "whose other arm leaves": "if (order.url) console.log(1); else return;",
    "by type": 'if (typeof order.url !== "string") throw new Error("none");',
    "by class": "if (!(order.url instanceof URL)) return;",
    "by key": 'if (!("host" in order.url)) return;',
    "by a guard": "if (!isUrl(order.url)) return;",
    "by an assertion": 'assert(order.url, "none");',
    "by a method": 'if (!order.url?.startsWith("https:")) return;',
    "of several": "if (order.a || !order.url) return;",
    "by an assignment": 'order.url ??= "https://x.test";',
    "that assigns": 'if (!order.url) order.url = "https://x.test";',
    "by a loop": "while (!order.url) { order.url = next(); }",
    "with a cast": "if (!(order as Order).url) return;",
}


@pytest.mark.parametrize("test", _TESTS.values(), ids=_TESTS)
def test_what_is_tested_before_is_bound(test: str) -> None:
    assert _fixed(f"{test}\nawait send(order.url);").endswith(_URL_IS_BOUND)


_FORMS = {
    "a block": (
        "if (order.a && order.user?.email) {\n  await send(order.user.email);\n}",
        """
        if (order.a && order.user?.email) {
          const { email } = order.user;
          await context.run("send", () => send(email));
        }
        """,
    ),
    "no braces": (
        "if (order.url) await send(order.url);\nelse await send(order.a);",
        """
        if (order.url) {
          const { url } = order;
          await context.run("send", () => send(url));
        } else await context.run("send-2", () => send(order.a));
        """,
    ),
    "no braces after else": (
        "if (!order.url) console.log(1);\nelse\n  await send(order.url); // now",
        """
        if (!order.url) console.log(1);
        else {
          const { url } = order;
          await context.run("send", () => send(url)); // now
        }
        """,
    ),
    "a switch over truth": (
        'switch (true) {\n  case typeof order.url === "string":\n    await send(order.url);\n}',
        """
        switch (true) {
          case typeof order.url === "string": {
            const { url } = order;
            await context.run("send", () => send(url));
          }
        }
        """,
    ),
    "a ternary": (
        "const got = order.url ? await send(order.url) : null;",
        """
        const { url } = order;
        const got = url ? await context.run("send", () => send(url)) : null;
        """,
    ),
    "a key in brackets": (
        'if (order["the-url"]) {\n  await send(order["the-url"]);\n}',
        """
        if (order["the-url"]) {
          const theUrl = order["the-url"];
          await context.run("send", () => send(theUrl));
        }
        """,
    ),
    "an item": (
        "if (order.urls[0]) {\n  await send(order.urls[0]);\n}",
        """
        if (order.urls[0]) {
          const url = order.urls[0];
          await context.run("send", () => send(url));
        }
        """,
    ),
    "a name that is taken": (
        "const url = 1;\nif (order.url) {\n  await send(order.url);\n}\nconsole.log(url);",
        """
        const url = 1;
        if (order.url) {
          const orderUrl = order.url;
          await context.run("send", () => send(orderUrl));
        }
        console.log(url);
        """,
    ),
    "a keyword": (
        "if (order.default) {\n  await send(order.default);\n}",
        """
        if (order.default) {
          const orderDefault = order.default;
          await context.run("send", () => send(orderDefault));
        }
        """,
    ),
    "a shorthand": (
        "let url = order.url;\nif (url) {\n  await send({ url });\n}\nurl = null;",
        """
        let url = order.url;
        if (url) {
          const currentUrl = url;
          await context.run("send", () => send({ url: currentUrl }));
        }
        url = null;
        """,
    ),
    "a constant of the code": (
        "if (order.url) {\n  const link = order.url;\n  await send(order.url);\n  console.log(link);\n}",
        """
        if (order.url) {
          const link = order.url;
          await context.run("send", () => send(link));
          console.log(link);
        }
        """,
    ),
    "one that something may change": (
        "if (!order.user.url) return;\nawait send(order.user.url);\nchange(order.user);\nawait send(order.user.url);",
        """
        if (!order.user.url) return;
        const { url } = order.user;
        await context.run("send", () => send(url));
        change(order.user);
        const userUrl = order.user.url;
        await context.run("send-2", () => send(userUrl));
        """,
    ),
    "the clock alone": (
        "if (order.due && Date.now() > order.due) console.log(1);",
        'if (order.due && (await context.run("get-now", () => Date.now())) > order.due) console.log(1);',
    ),
}  # fmt: skip


@pytest.mark.parametrize(("before", "after"), _FORMS.values(), ids=_FORMS)
def test_the_step_reads_what_is_known(before: str, after: str) -> None:
    assert _fixed(before) == _dedented(after)


_SAME = {
    "nothing is tested": "await send(order.url);",
    "another property is": "if (order.email) await send(order.url);",
    "its own function tests it": "await send(order.url ? order.url : order.a);",
    "the test decides nothing": "if (order.url) console.log(1);\nawait send(order.url);",
    "a constant is": "const { url } = order;\nif (url) await send(url);",
    "nothing assigns it any more": 'let url = order.url;\nif (!url) url = "x";\nawait send(url);',
    "it is of one type": 'let url = "x";\nif (url) await send(url);\nurl = "";\nconsole.log(url);',
    "it is declared so": 'let url: string = order.a;\nif (url) await send(url);\nurl = "";\nconsole.log(url);',
    "another variable is": "if (order.url) { const order = next(); await send(order.url); }",
}


@pytest.mark.parametrize("body", _SAME.values(), ids=_SAME)
def test_all_else_is_moved_as_it_is(body: str) -> None:
    after = _fixed(body)

    argument = body.partition("send(")[2].partition(");")[0]
    assert f"=> send({argument}))" in after
    assert after.count("const") == body.count("const")


def test_javascript_has_nothing_to_forget() -> None:
    assert "=> send(order.url))" in _fixed("if (order.url) await send(order.url);", "route.js")


def test_a_file_without_types_is_not_left_for_them() -> None:
    text = f"{_BEGIN}  if (order.url && (await send(order.url))) console.log(1);{_END}"
    text = text.replace("<Order>", "").replace(": any", "").replace(": Promise<void>", "")
    result = fixed_text(text, {"network-outside-step"}, EVERYTHING, "route.ts")

    assert '(await context.run("send", () => send(order.url)))' in result.after["route.ts"]


_REFUSED = {
    "a condition": "if (order.url && (await send(order.url))) console.log(1);",
    "what is only there then": "const a = order.user && order.user.url && (await send(order.user.url));",
    "a method": "if (order.send) await order.send(await fetch(order.url));\nif (order.ask) { await send(order.ask()); }",
    "a round that decides the next": (
        "let next = order.url;\nwhile (next) {\n  const page = await send(next);\n  next = page.next;\n}"
    ),
    "an assignment before": "const a = order.url && [(order.url = next()), await send(order.url)];",
}


@pytest.mark.parametrize("body", _REFUSED.values(), ids=_REFUSED)
def test_what_cannot_be_bound_is_left(body: str) -> None:
    reasons = {each.reason for each in _result(body).remaining}

    assert any(each.startswith("TypeScript would forget in the step's function") for each in reasons)


def test_a_case_that_declares_something_gets_no_braces() -> None:
    case = 'case "a":\n    const a = 1;\n    await send(order.event.url);\n    console.log(a);'
    reasons = [each.reason for each in _result(f"switch (order.event.type) {{\n  {case}\n}}").remaining]

    assert "it is in a `case` without braces that declares something" in reasons


def test_a_comment_in_the_way_of_braces_keeps_them_out() -> None:
    reasons = [each.reason for each in _result("if (order.url) // now\n  await send(order.url);").remaining]

    assert "no statement can stand before it without braces" in reasons
