"""Names that nothing binds, and imports that nothing uses any more, in rewritten TypeScript."""

from __future__ import annotations

import pytest

from wflint.files.text import SourceText
from wflint.languages import language_of
from wflint.languages.typescript.names import unbound
from wflint.languages.typescript.repair import parse_repaired
from wflint.languages.typescript.verify import TypeScriptVerifier

BOUND = {
    "imports": "import a, { b as c, type D } from 'x'; import * as e from 'y'; a(c, e)",
    "parameters": "function f(a, { b, c: d, ...e }, [g = a]) { return [a, b, d, e, g] }",
    "an arrow with one parameter": "const f = a => a; f()",
    "the function's own name": "(function f() { f() })",
    "typed parameters": "const f = (a: string, b?: number, ...c: string[]): string => a + b + c; f('')",
    "hoisted variables": "a = 1; b(); if (a) { var a = 2 } function b() {}",
    "blocks": "for (const a of []) { a } for (let i = 0; i < 1; i++) { i } try {} catch (e) { e } { class A {} new A() }",
    "exported": "export const a = 1; export class B {} export function c() {} a + new B() + c()",
    "defaults in patterns": "const { a = 1, b: { c } = {} } = {}; a + c",
    "cases": "switch (1) { case 1: let a = 1; a }",
    "enums": "enum A { b } A.b; namespace N { export const x = 1 } N.x",
    "labels and keys": "a: for (;;) { break a } ({ b: 1, c() {} }).b",
    "methods": "class A { m(a) { return a } }",
    "a named expression": "const A = class B { m() { return B } }; A",
}
UNBOUND = {
    "a global": ("console.log(a)", {"console", "a"}),
    "a default": ("function f(a = b) {} f()", {"b"}),
    "a shorthand": ("f({ now })", {"f", "now"}),
    "a variable of another block": ("{ const a = 1 } a", {"a"}),
    "a parameter of another function": ("const f = (a) => a; f(a)", {"a"}),
    "a computed key": ("const { [key]: a } = {}; a", {"key"}),
    "a hole": ("`${a}`", {"a"}),
}


def _unbound(text: str) -> set[str]:
    repaired = parse_repaired(text.encode(), jsx=False)
    return unbound(repaired.tree.root_node, repaired.data)


@pytest.mark.parametrize("text", BOUND.values(), ids=BOUND)
def test_what_is_declared_is_bound(text: str) -> None:
    assert _unbound(text) == set()


@pytest.mark.parametrize(("text", "names"), UNBOUND.values(), ids=UNBOUND)
def test_what_nothing_declares_is_unbound(text: str, names: set[str]) -> None:
    assert _unbound(text) == names


def _verified(before: str, after: str) -> tuple[str, str]:
    source = SourceText("a.ts", before)
    result = TypeScriptVerifier(lambda text: language_of("a.ts").parse(text)).verify(source, after, ())
    return result.text, result.problem


@pytest.mark.parametrize(
    ("imports", "left"),
    [
        ("import { a } from 'x'\n", ""),
        ("import a from 'x';\n", ""),
        ("import * as a from 'x';\r\n", ""),
        ("import { a, b } from 'x'\n", "import { b } from 'x'\n"),
        ("import { b, a } from 'x'\n", "import { b } from 'x'\n"),
        ("import { b, c as a, } from 'x'\n", "import { b, } from 'x'\n"),
        ("import a, { b } from 'x'\n", "import { b } from 'x'\n"),
        ("import b, { a } from 'x'\n", "import b from 'x'\n"),
        ("import { a } from 'x'; import { b } from 'y'\n", " import { b } from 'y'\n"),
        ("import 'x'\nimport { a } from 'y'\n", "import 'x'\n"),
    ],
)
def test_an_import_that_nothing_uses_any_more_goes(imports: str, left: str) -> None:
    used = "export const z = b\n" if "b" in imports else "export const z = 1\n"
    text, problem = _verified(f"{imports}a()\n{used}", f"{imports}{used}")
    assert (text, problem) == (f"{left}{used}", "")


def test_an_import_that_nothing_used_stays() -> None:
    text = "import { a } from 'x'\nimport { b } from 'y'\n"
    assert _verified(f"{text}b()\n", f"{text}b(1)\n") == (f"{text}b(1)\n", "")


def test_a_name_that_nothing_defines_is_told() -> None:
    before = "function f(a) { return g(a) }\n"
    assert _verified(before, "function f() { return g(a) }\n")[1] == "nothing would define `a`"


TWICE = {
    "two variables": "let {}; let b;",
    "a parameter": "function f({}) {{ let b; }}",
    "a class": "const {} = 1; class b {{}}",
    "an import": "import {{ {} }} from 'x'; const b = 1;",
    "two cases": "switch (1) {{ case 1: let {}; case 2: let b; }}",
    "the head of a loop": "for (let {} = 0, b = 1; ;) {{}}",
}
ONCE = {
    "an inner block": "let {}; {{ let b; }}",
    "a loop in a loop": "for (let {} = 0; ;) for (let b of []) {{}}",
    "two `var`": "var {}; var b;",
    "two branches": "if (1) {{ let {}; }} else {{ let b; }}",
    "a function's own": "function f({}) {{ return () => {{ let b; }}; }}",
}


@pytest.mark.parametrize("text", TWICE.values(), ids=TWICE)
def test_a_name_that_a_scope_declares_twice_is_told(text: str) -> None:
    assert _verified(text.format("a"), text.format("b"))[1] == "`b` would be declared twice"


@pytest.mark.parametrize("text", ONCE.values(), ids=ONCE)
def test_a_name_that_two_scopes_declare_is_no_problem(text: str) -> None:
    assert _verified(text.format("a"), text.format("b"))[1] == ""


def test_what_does_not_parse_is_told() -> None:
    assert _verified("f()\n", "f(\n")[1].startswith("the result would not parse")
