"""The shapes in TypeScript."""

from __future__ import annotations

from growth_shapes import Files, Shape, Shapes, indented, repeated

_IMPORTS = 'import { serve } from "@upstash/workflow/nextjs";\nimport { randomUUID } from "node:crypto";\n'
_HANDLER = """
export const { POST } = serve<any>(async (context) => {
  let order = context.requestPayload;
"""
_LAST = '  await context.run("last", () => console.log(order));\n});\n'


def _file(body: str, above: str = "", imports: str = "") -> str:
    return f"{_IMPORTS}{imports}\n{above}{_HANDLER}{indented(body, '  ')}{_LAST}"


_SHAPES = Shapes("app.ts", _file, "const value = $value;\nconsole.log(value);\n")
_many, _chain = _SHAPES.many, _SHAPES.chain


def _deep(name: str, opens: str, closes: str, inner: str, largest: int) -> Shape:
    """Nest code: each stands in the block of the one before."""

    def files(size: int) -> Files:
        closing = "".join(closes.replace("$i", str(each)) for each in reversed(range(size)))
        return {"app.ts": _file(f"{repeated(opens, size)}{inner}{closing}\n")}

    return Shape(name, files, smallest=16, largest=largest)


def _modules(size: int) -> Files:
    imports = repeated('import { load$i } from "./part$i";\n', size)
    modules = {
        f"part{each}.ts": f"export function load{each}(x: any) {{\n  return x + {each};\n}}\n"
        for each in range(size)
    }
    return {"app.ts": _file(repeated("order = load$i(order);\n", size), imports=imports), **modules}


def _module_chain(size: int) -> Files:
    modules = {
        f"part{each}.ts": f'import {{ load{each + 1} }} from "./part{each + 1}";\n'
        f"export const load{each} = (x: any) => load{each + 1}(x);\n"
        for each in range(size - 1)
    }
    last = {f"part{size - 1}.ts": f"export const load{size - 1} = (x: any) => x;\n"}
    return {
        "app.ts": _file("load0(order);\n", imports='import { load0 } from "./part0";\n'),
        **modules,
        **last,
    }


def _star_exports(size: int) -> Files:
    modules = {
        f"part{each}.ts": f'export * from "./part{each + 1}";\nexport const value{each} = {each};\n'
        for each in range(size - 1)
    }
    last = {f"part{size - 1}.ts": "export const load = (x: any) => x;\n"}
    return {"app.ts": _file("load(order);\n", imports='import { load } from "./part0";\n'), **modules, **last}


def _star_fan(size: int) -> Files:
    modules = {f"part{each}.ts": f"export const load{each} = (x: any) => x;\n" for each in range(size)}
    index = {"index.ts": repeated('export * from "./part$i";\n', size)}
    imports = 'import * as parts from "./index";\n'
    return {"app.ts": _file(repeated("parts.load$i(order);\n", size), imports=imports), **index, **modules}


def _handlers(size: int) -> Files:
    handlers = repeated(
        """
export const route$i = serve<any>(async (context) => {
  await context.run("a", () => context.requestPayload);
  console.log(Date.now());
});
""",
        size,
    )
    return {"app.ts": f"{_IMPORTS}{handlers}"}


def _handlers_in_files(size: int) -> Files:
    return {f"part{each}/route.ts": _file("console.log(Date.now());\n") for each in range(size)}


_END_OF_ROW = 'async function f$n(c: any): Promise<any> {\n  return await fetch("https://shop.example");\n}\n'

TYPESCRIPT = (
    _many(
        "helpers in a row",
        above="async function f$i(c: any): Promise<any> {\n  return await f$n(c);\n}\n",
        bottom=_END_OF_ROW,
        first="await f0(context);\n",
        largest=1024,
    ),
    _many(
        "helpers in a row, with loops and try",
        above="async function f$i(c: any): Promise<any> {\n  for (const x of c.requestPayload) {\n    try {\n      await f$n(c);\n    } catch {\n      console.log(x);\n    }\n  }\n}\n",
        bottom=_END_OF_ROW,
        first="await f0(context);\n",
        largest=1024,
    ),
    _many(
        "helpers that call the next one twice",
        above="function f$i(x: any): any {\n  f$n(x);\n  return f$n(x);\n}\n",
        bottom="function f$n(x: any) {\n  return x.total;\n}\n",
        first="f0(order);\n",
        largest=1024,
    ),
    _many(
        "async helpers that call the next one twice",
        above="async function f$i(c: any): Promise<any> {\n  await f$n(c);\n  return await f$n(c);\n}\n",
        bottom=_END_OF_ROW,
        first="await f0(context);\n",
        largest=512,
    ),
    _many(
        "arrows in a row",
        above="const f$i = (x: any): any => f$n(x);\n",
        bottom="const f$n = (x: any) => x;\n",
        first="f0(order);\n",
        largest=1024,
    ),
    _many(
        "an object that holds itself", "d.k$i = d;\n", first="const d: any = {};\n", end="console.log(d);\n"
    ),
    _many(
        "an array that holds itself", "d.push(d);\n", first="const d: any[] = [];\n", end="console.log(d);\n"
    ),
    _many("steps of one name", 'await context.run("same", () => 1);\n'),
    _many("steps of different names", 'await context.run("s$i", () => 1);\n'),
    _many("effects", "console.log(Date.now());\n"),
    _many("ignore comments", "console.log(Date.now()); // wflint: ignore[WF101]\n"),
    Shape("handlers in a file", _handlers),
    Shape("files with handlers", _handlers_in_files, largest=1024),
    _chain("members and calls", "order", ".a()", ""),
    _chain("members", "order", ".a$i", ""),
    _chain("optional members", "order", "?.a$i", ""),
    _chain("optional calls", "order", "?.a$i?.($i)", ""),
    _chain("subscripts", "order", "[$i]", ""),
    _chain("then", "Promise.resolve(order)", ".then((x: any) => x)", ""),
    _chain("map and filter", "order", ".map((x: any) => x + 1).filter((x: any) => x)", "", largest=1024),
    _chain("findings in one line", "[", "Date.now(), ", "]"),
    _chain("a sum", "", "order + ", "1"),
    _chain("or", "", "order || ", "1"),
    _chain("nullish", "", "order ?? ", "1"),
    _chain("and of comparisons", "", "order > $i && ", "1"),
    _chain("a ternary in the next", "", "order === $i ? $i : ", "null"),
    _chain("not", "", "!", "order"),
    _chain("arrows in each other", "", "() => ", "order", largest=1024),
    _chain("elements of an array", "[", "order, ", "]"),
    _chain("keys of an object", "{", "k$i: order, ", "}"),
    _chain("spread in an array", "[", "...order, ", "]"),
    _chain("spread in an object", "{", "...order, ", "}"),
    _chain("arguments of a call", "console.log(", "order, ", "1)"),
    _chain("parts of a template", "`", "${order} $i ", "`"),
    _chain("commas", "(", "order, ", "1)"),
    _many("objects in each other", "d = { k$i: d };\n", first="let d: any = {};\n", end="console.log(d);\n"),
    _many(
        "objects that grow",
        "d = { ...d, k$i: order };\n",
        first="let d: any = {};\n",
        end="console.log(d);\n",
    ),
    _many("arrays that grow", "d = [...d, order];\n", first="let d: any[] = [];\n", end="console.log(d);\n"),
    _many(
        "texts that grow",
        "s = `${s}-${order}`;\n",
        first='let s = "";\n',
        end="await context.run(s, () => 1);\n",
    ),
    _many("assignments", "const v$i = order;\n"),
    _many("copies in a row", "const v$n = v$i;\n", first="const v0 = order;\n", end="console.log(v$n);\n"),
    _many("destructuring", "const { a$i, ...rest$i } = order;\n"),
    _many(
        "destructuring of the rest", "const { a$i, ...rest$n } = rest$i;\n", first="const rest0 = order;\n"
    ),
    _many("if", "if (order === $i) console.log($i);\n"),
    _many("if with a step", 'if (order === $i) await context.run("s$i", () => 1);\n'),
    _many(
        "if that sets one name",
        'if (order === $i) mode = "m$i";\n',
        first='let mode = "";\n',
        end="console.log(mode);\n",
    ),
    _many(
        "else if",
        "else if (order === $i) {\n  console.log($i);\n}\n",
        first="if (order) {\n}\n",
        largest=1024,
    ),
    _many("if that returns", "if (order === $i) return;\n"),
    _many(
        "switch statements",
        "switch (order) {\n  case $i:\n    console.log(1);\n    break;\n  default:\n    console.log(2);\n}\n",
    ),
    _many(
        "cases of a switch",
        "  case $i:\n    console.log($i);\n    break;\n",
        first="switch (order) {\n",
        end="}\n",
    ),
    _many(
        "cases that fall through",
        "  case $i:\n    v = $i;\n",
        first="let v = 0;\nswitch (order) {\n",
        end="}\nconsole.log(v);\n",
    ),
    _many("for of", "for (const x of order) console.log(x);\n"),
    _many("for with break", "for (let i = 0; i < order; i++) {\n  if (i === $i) break;\n}\n"),
    _many("for with a step", "for (const x of order) await context.run(`s$i-${x}`, () => 1);\n"),
    _many("labels", "outer$i: for (const x of order) {\n  for (const y of x) if (y) continue outer$i;\n}\n"),
    _many("while", "while (order) order = order.next;\n"),
    _many("closures in loops", 'for (const x of order) {\n  await context.run("s$i", () => x);\n}\n'),
    _many("try/catch in sequence", "try {\n  f(order);\n} catch (error) {\n  console.log(error);\n}\n"),
    _many(
        "try/finally around steps",
        'try {\n  await context.run("s$i", () => 1);\n} finally {\n  order = 1;\n}\n',
    ),
    _many("Promise.all", 'await Promise.all([context.run("a$i", () => 1), context.run("b$i", () => 1)]);\n'),
    _chain("branches of Promise.all", "await Promise.all([", 'context.run("s$i", () => 1), ', "])"),
    _many(
        "promises of a list",
        'p.push(context.run("s$i", () => 1));\n',
        first="const p: any[] = [];\n",
        end="await Promise.all(p);\n",
    ),
    _many("promises that are awaited later", 'const p$i = context.run("s$i", () => 1);\nawait p$i;\n'),
    _many(
        "results that go into the next step",
        'const v$n = await context.run("s$i", () => v$i);\n',
        first="const v0 = order;\n",
    ),
    _deep("if in if", "if (order === $i) {\n", "}\n", "console.log(order);\n", 256),
    _deep(
        "if/else in if/else",
        "if (order === $i) {\n",
        "} else {\n  console.log($i);\n}\n",
        "console.log(order);\n",
        256,
    ),
    _deep("try in try", "try {\n", "} catch {\n  console.log($i);\n}\n", "f(order);\n", 256),
    _deep("try in finally", "try {\n  f(order);\n} finally {\n", "}\n", "f(order);\n", 256),
    _deep("for in for", "for (const x$i of order) {\n", "}\n", "console.log(x0);\n", 64),
    _deep("blocks in each other", "{\n  const v$i = order;\n", "}\n", "console.log(v0);\n", 256),
    _deep("functions in each other", "function f$i(x: any) {\n", "}\n", "console.log(order);\n", 256),
    _deep("objects written in each other", "order = { k$i: ", "}", "order", 1024),
    _deep(
        "callbacks in each other", "order.forEach((x$i: any) => {\n", "});\n", "console.log(order);\n", 128
    ),
    _deep(
        "promises in each other",
        "await Promise.all([context.run('s$i', () => 1), (async () => {\n",
        "})()]);\n",
        "console.log(order);\n",
        64,
    ),
    _many("functions", above="function f$i(x: any) {\n  return x;\n}\n"),
    _many("helpers of one handler", "f$i(order);\n", above="function f$i(x: any) {\n  return x;\n}\n"),
    _many(
        "async helpers of one handler",
        "await f$i(context);\n",
        above='async function f$i(c: any) {\n  await c.run("s$i", () => 1);\n}\n',
    ),
    _many("calls of one helper", "f(order);\n", top="function f(x: any) {\n  return Date.now();\n}\n"),
    _many(
        "calls of one helper with its result",
        "v = f(v);\n",
        first="let v: any = order;\n",
        top="function f(x: any) {\n  return { a: x };\n}\n",
    ),
    _many(
        "generators",
        "const v$i = [...g$i(order)];\n",
        above="function* g$i(x: any) {\n  yield x;\n  yield* x;\n}\n",
    ),
    _many(
        "classes",
        "const v$i = new C$i(order).total();\n",
        above="class C$i {\n  constructor(private x: any) {}\n  total() {\n    return this.x;\n  }\n}\n",
    ),
    _many(
        "classes in a row",
        above="class C$n extends C$i {\n  f$i() {\n    return this.x;\n  }\n}\n",
        top="class C0 {\n  x = 1;\n}\n",
        end="new C$n().f0();\n",
        largest=512,
    ),
    _many(
        "methods that call the next",
        top="class C {\n",
        above="  f$i(x: any): any {\n    return this.f$n(x);\n  }\n",
        bottom="  f$n(x: any) {\n    return x;\n  }\n}\n",
        first="new C().f0(order);\n",
        largest=1024,
    ),
    _many(
        "methods in a chain",
        "v = v.set($i);\n",
        top="class C {\n  x = 0;\n  set(x: number) {\n    this.x = x;\n    return this;\n  }\n}\n",
        first="let v = new C();\n",
    ),
    _many(
        "decorators",
        "@traced\n",
        top="function traced(x: any): any {\n  return x;\n}\n",
        above="@traced\nclass C$i {}\n",
        end="class Inner {}\nconsole.log(Inner);\n",
        largest=1024,
    ),
    _many(
        "recursion", "f$i(order);\n", above="function f$i(x: any): any {\n  return x ? f$i(x - 1) : x;\n}\n"
    ),
    _many(
        "a ring of calls",
        above="function f$i(x: any): any {\n  return f$n(x);\n}\n",
        bottom="function f$n(x: any): any {\n  return f0(x);\n}\n",
        first="f0(order);\n",
        largest=1024,
    ),
    _many(
        "constants of constants",
        above="const X$n = X$i + 1;\n",
        top="const X0 = 1;\n",
        bottom="const LAST = X$n;\n",
        first="console.log(LAST);\n",
        largest=1024,
    ),
    _many(
        "interfaces in a row",
        above="interface I$n extends I$i {\n  k$i: string;\n}\n",
        top="interface I0 {\n  k: string;\n}\n",
        bottom="function g(x: I$n) {\n  return x;\n}\n",
        first="g(order);\n",
        largest=1024,
    ),
    _many(
        "aliases of types",
        above="type T$n = T$i[] | T$i;\n",
        top="type T0 = string;\n",
        bottom="function g(x: T$n) {\n  return x;\n}\n",
        first="g(order);\n",
        largest=512,
    ),
    _many(
        "members of a union",
        above='  | { kind: "k$i"; value$i: number }\n',
        top="type T =\n",
        bottom=";\nfunction g(x: T) {\n  return x;\n}\n",
        first="g(order);\n",
    ),
    _many(
        "members of an enum",
        above="  K$i = $i,\n",
        top="enum K {\n",
        bottom="}\n",
        first="console.log(K.K1);\n",
    ),
    _many(
        "overloads",
        above="function g(x: $i): $i;\n",
        bottom="function g(x: any): any {\n  return x;\n}\n",
        first="g(order);\n",
    ),
    _many("names drawn by chance", "await context.run(`s$i-${randomUUID()}`, () => 1);\n"),
    Shape("modules", _modules, largest=1024),
    Shape("modules in a row", _module_chain, largest=512),
    Shape("star exports in a row", _star_exports, largest=512),
    Shape("star exports of one module", _star_fan, largest=1024),
    _many("comments", "// order $i\n"),
    Shape("a long name", lambda size: {"app.ts": _file(f"const {'x' * size * 64} = order;\n")}),
    Shape(
        "a long text", lambda size: {"app.ts": _file(f'const v = "{"x" * size * 64}";\nconsole.log(v);\n')}
    ),
    Shape(
        "a long line",
        lambda size: {
            "app.ts": _file("; ".join(f"const v{each} = Date.now()" for each in range(size)) + ";\n")
        },
    ),
)
