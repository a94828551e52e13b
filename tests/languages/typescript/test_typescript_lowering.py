"""What the code of TypeScript is lowered to."""

from __future__ import annotations

import pytest
from rendered import expression, parsed, rendered

from wflint.domain.sites import Site
from wflint.ir import nodes as ir
from wflint.ir.language import ParseError
from wflint.ir.walk import walk


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a?.b?.[0]?.(c)", "a.b[0](c)"),
        ("o['key']", "o.key"),
        ("`a-${b}\\n`", "f<'a-', b, '\\n'>"),
        ("`plain`", "'plain'"),
        ("'\\u0041\\x42\\u{43}'", "'ABC'"),
        ("0xff + 1_000", "+(255, 1000)"),
        ("10n", "BigInt('10')"),
        ("-1.5e3", "-1500.0"),
        ("a === b && c !== d || !e", "or(and(==(a, b), !=(c, d)), not(e))"),
        ("a ?? b", "??(a, b)"),
        ("typeof a", "typeof(a)"),
        ("undefined", "None"),
        ("new Map([[1, 2]])", "new Map(list[list[1, 2]])"),
        (
            "{ a, b: 1, 'c-d': 2, [e]: 3, ...f, g() {} }",
            "{'a': a, 'b': 1, 'c-d': 2, e: 3, **f, 'g': (g(this):)}",
        ),
        ("[1, ...a]", "list[1, *a]"),
        ("f(1, ...a)", "f(1, *a)"),
        ("a as const", "a"),
        ("a as Order", "a as Order"),
        ("await f() as Order", "await f() as Order"),
        ("await f<Order>(1)", "await f(1)"),
        ("a! satisfies B", "a"),
        ("(a, b)", "tuple[a, b][1]"),
        ("i++", "i := +(i, 1)"),
        ("tag`a${b}`", "tag(f<'a', b>)"),
        ("await sql<Row[]>`select ${a}`", "await sql(f<'select ', a>)"),
        ("cond ? a : b", "a if cond else b"),
        ("async x => x + 1", "(async <lambda>(x):   return +(x, 1))"),
    ],
)
def test_expressions(text: str, expected: str) -> None:
    assert expression(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "const { a, b: { c }, d = 1, ...e } = f()",
            "'1'1 = f()\na = '1'1.a\n'1'2 = '1'1.b\nc = '1'2.c\nd = ??('1'1.d, 1)\ne = ?('1'1)",
        ),
        ("const [a, ...b] = f()", "list[a, *b] = f()"),
        ("const [, a] = f()", "'1'1 = f()\na = '1'1[1]"),
        ("({ a, b } = c)", "a = c.a\nb = c.b"),
        ("a += 1", "a += 1"),
        ("a ??= 1", "a = ??(a, 1)"),
        ("i--", "i -= 1"),
        ("delete a.b", "del a.b"),
        ("for (const [k, v] of m) f(k)", "for list[k, v] in m:\n  f(k)"),
        ("for (const { id } of xs) f(id)", "for '2'1 in xs:\n  id = '2'1.id\n  f(id)"),
        ("for (const k in o) f(k)", "for k in Object.keys(o):\n  f(k)"),
        ("for (let i = 0; i < 3; i++) f(i)", "i = 0\nwhile <(i, 3):\n  f(i)\n  i += 1"),
        ("for (;;) f()", "while True:\n  f()"),
        ("do f(); while (a)", "while True:\n  f()\n  if not(a):\n    break"),
        ("for await (const a of b) f(a)", "async for a in b:\n  f(a)"),
        ("try { f() } catch (e) { g(e) } finally { h() }", "try:\n  f()\nexcept e:\n  g(e)\nfinally:\n  h()"),
        ("try { f() } catch { g() }", "try:\n  f()\nexcept :\n  g()"),
        ("throw new Error('x')", "raise new Error('x')"),
        ("if (a) f(); else if (b) g(); else h()", "if a:\n  f()\nelse:\n  if b:\n    g()\n  else:\n    h()"),
        ("function f({ a }, b = 1, ...c) { return a }", "f('2'1, b, *c):\n  a = '2'1.a\n  return a"),
        ("enum E { A = 'a', B }", "E = {'A': 'a', 'B': 1}"),
        ("type T = { a: string, b?: Date[] }", "class T():\n  a: string\n  b: Array[Date]"),
        ("interface I extends J { a: string | null }", "class I(J):\n  a: |(string, None)"),
    ],
)
def test_statements(text: str, expected: str) -> None:
    assert rendered(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("switch (a) { case 1: f(); break; case 2: case 3: g(); default: h() }",
         "match a:\n  case 1:\n  f()\n  case 2, 3:\n  g()\n  h()\n  case  else:\n  h()"),
        ("switch (a) { case 1: if (b) break; f() }", "match a:\n  case 1:\n  if b:\n  else:\n    f()"),
        ("switch (a) { case 1: { f(); break } default: }", "match a:\n  case 1:\n  f()\n  case  else:"),
    ],
)  # fmt: skip
def test_a_case_of_a_switch_ends_with_its_break_and_else_runs_on(text: str, expected: str) -> None:
    assert rendered(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("let a = 1; { let a = 2; f(a) } g(a)", "a = 1\na'2 = 2\nf(a'2)\ng(a)"),
        ("{ let a = 1 } { let a = 2 }", "a = 1\na = 2"),
        ("let a = 1; () => { { let a = 2; f(a) } g(a) }", "a = 1\n(<lambda>():   a'3 = 2   f(a'3)   g(a))"),
        ("let a = 1; { let a = 2; () => a }", "a = 1\na'2 = 2\n(<lambda>():   return a'2)"),
        ("let a; () => { a = 1 }", "a = None\n(<lambda>() outer=['a']:   a = 1)"),
        ("for (const a of b) { const a = 1; f(a) }", "for a in b:\n  a'3 = 1\n  f(a'3)"),
        ("let e; try { } catch (e) { f(e) }", "e = None\ntry:\nexcept e'2:\n  f(e'2)"),
    ],
)
def test_a_variable_of_a_block_that_hides_another_has_a_name_of_its_own(text: str, expected: str) -> None:
    assert rendered(text) == expected


def test_functions_exist_before_the_statements_of_their_block() -> None:
    assert rendered("f(); function f() {}") == "f():\nf()"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import D, { a as b, type T } from './m'",
         "import default from ./m as D\nimport a from ./m as b\nimport T from ./m as T"),
        ("import * as ns from 'm'", "import  from m as ns"),
        ("const m = require('./m')", "import  from ./m as m"),
        ("const { a, b: c } = require('./m')", "import a from ./m as a\nimport b from ./m as c"),
        ("export { a as b }", "b = a"),
        ("export { a as b } from './m'", "import a from ./m as b"),
        ("export * from './m'", "import * from ./m as *"),
        ("export * as ns from './m'", "import  from ./m as ns"),
        ("export default f(1)", "default = f(1)"),
        ("export default function g() {}", "g():\ndefault = g"),
        ("export const { POST } = serve(f)", "'1'1 = serve(f)\nPOST = '1'1.POST"),
        ("export = f", "default = f"),
    ],
)  # fmt: skip
def test_imports_and_exports_are_variables_of_the_module(text: str, expected: str) -> None:
    assert rendered(text) == expected


def test_members_of_a_class() -> None:
    text = """\
class Store extends Base {
  private tries: number = 3
  constructor(private db: Db) { super(); this.open = true }
  async load(id?: string): Promise<Row> { return this.db.get(id) }
  get size() { return 1 }
}
"""
    assert rendered(text) == (
        "class Store(Base):\n  tries: number = 3\n  constructor(this, db):\n    super()\n    this.open = True\n  db: Db\n"
        "  async load(this, id):\n    return this.db.get(id)\n  size(this):\n    return 1"
    )


def test_casts_and_elements_are_told_apart_by_the_suffix() -> None:
    assert expression("<T>a", "f.ts") == "a"
    assert expression("<b>{a}</b>", "f.tsx") == "?(?(b), ?(a), ?(b))"


@pytest.mark.parametrize(
    ("text", "reason", "offset"),
    [
        ("const a = ;", "unexpected", 8),
        ("if (a {\n}", "expected `\\)`", 5),
        ("f(async (c) => {\n  await c.run('a', () => {\n", "nothing closes this `{`", 40),
        ("f(async (c) => {\n  g(`a${[1]} {`, () => {\n    h(`b${c\n", "nothing closes this `\\${`", 49),
    ],
)
def test_a_syntax_error_has_its_place(text: str, reason: str, offset: int) -> None:
    with pytest.raises(ParseError, match=reason) as caught:
        parsed(text)
    assert abs(caught.value.offset - offset) <= 2


def test_spans_count_characters_and_underline_names() -> None:
    text = 'const ü = "é"; export async function größe() { try { f("ß") } catch (e) {} }\n'
    module = parsed(text)
    found: list[str] = []
    for node in walk(module.module.body.block):
        if isinstance(node, (ir.Function, ir.Call, ir.Except)):
            span = module.span(Site(module.module, node, None))
            found.append(text[span.start : span.end])
    assert found == ["größe", 'f("ß")', "catch"]
