"""The shapes in Python."""

from __future__ import annotations

from growth_shapes import Files, Shape, indented, repeated

_IMPORTS = """\
import asyncio
import contextlib
import functools
import random
import time
import uuid
from dataclasses import dataclass, field

import httpx
from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve
"""
_SERVE = """

app = FastAPI()
serve = Serve(app)


"""
_HANDLER = """
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    order = context.request_payload
"""
_LAST = "    await context.run('last', lambda: print(order))\n"


def _file(body: str, above: str = "", imports: str = "", last: str = _LAST) -> str:
    return f"{_IMPORTS}{imports}{_SERVE}{above}{_HANDLER}{indented(body, '    ')}{last}"


def _many(
    name: str,
    body: str = "",
    *,
    above: str = "",
    first: str = "",
    end: str = "",
    top: str = "",
    bottom: str = "",
    largest: int = 2**13,
) -> Shape:
    """Repeat lines in the handler, and lines above it.

    Args:
        name: What stands there many times.
        body: What is repeated in the handler.
        above: What is repeated above it.
        first: What stands before the former once.
        end: What stands after the former once; `$n` is the size.
        top: What stands before the latter once.
        bottom: What stands after the latter once; `$n` is the size.
        largest: The largest size.
    """

    def files(size: int) -> Files:
        inside = first + repeated(body, size) + end.replace("$n", str(size))
        outside = top + repeated(above, size) + bottom.replace("$n", str(size))
        return {"app.py": _file(inside, outside)}

    return Shape(name, files, largest=largest)


def _chain(name: str, beginning: str, link: str, end: str, largest: int = 2**12) -> Shape:
    """Make one expression of many parts."""

    def files(size: int) -> Files:
        return {"app.py": _file(f"value = {beginning}{repeated(link, size)}{end}\nprint(value)\n")}

    return Shape(name, files, largest=largest)


def _modules(size: int) -> Files:
    imports = repeated("from part$i import load$i\n", size)
    modules = {
        f"part{each}.py": f"import time\n\n\ndef load{each}(x):\n    return x + {each}\n"
        for each in range(size)
    }
    return {"app.py": _file(repeated("order = load$i(order)\n", size), imports=imports), **modules}


def _module_chain(size: int) -> Files:
    modules = {
        f"part{each}.py": f"from part{each + 1} import load{each + 1}\n\n\ndef load{each}(x):\n    return load{each + 1}(x)\n"
        for each in range(size - 1)
    }
    last = {f"part{size - 1}.py": f"def load{size - 1}(x):\n    return x\n"}
    return {"app.py": _file("load0(order)\n", imports="from part0 import load0\n"), **modules, **last}


def _star_imports(size: int) -> Files:
    imports = repeated("from part$i import *\n", size)
    modules = {f"part{each}.py": f"def load{each}(x):\n    return x\n" for each in range(size)}
    return {"app.py": _file(repeated("load$i(order)\n", size), imports=imports), **modules}


def _star_chain(size: int) -> Files:
    modules = {
        f"part{each}.py": f"from part{each + 1} import *\n\nVALUE{each} = {each}\n"
        for each in range(size - 1)
    }
    last = {f"part{size - 1}.py": "def load(x):\n    return x\n"}
    return {"app.py": _file("load(order)\n", imports="from part0 import *\n"), **modules, **last}


def _import_ring(size: int) -> Files:
    modules = {
        f"part{each}.py": f"import part{(each + 1) % size}\n\n\ndef load(x):\n    return part{(each + 1) % size}.load(x)\n"
        for each in range(size)
    }
    return {"app.py": _file("part0.load(order)\n", imports="import part0\n"), **modules}


def _handlers(size: int) -> Files:
    handlers = repeated(
        """
@serve.post("/orders-$i")
async def orders$i(context: AsyncWorkflowContext[dict]) -> None:
    await context.run("a", lambda: context.request_payload)
    print(time.time())
""",
        size,
    )
    return {"app.py": f"{_IMPORTS}{_SERVE}{handlers}"}


def _handlers_in_files(size: int) -> Files:
    return {f"part{each}/app.py": _file("print(time.time())\n") for each in range(size)}


def _handlers_with_a_helper(size: int) -> Files:
    handlers = repeated(
        """
@serve.post("/orders-$i")
async def orders$i(context: AsyncWorkflowContext[dict]) -> None:
    await shared(context, $i)
""",
        size,
    )
    helper = (
        "async def shared(context, number):\n    await context.run('a', lambda: time.time() + number)\n\n"
    )
    return {"app.py": f"{_IMPORTS}{_SERVE}{helper}{handlers}"}


def _deep(name: str, opens: str, closes: str, inner: str, largest: int) -> Shape:
    """Nest statements: each stands in the block of the one before."""

    def files(size: int) -> Files:
        text, by = "", ""
        for each in range(size):
            text += indented(opens.replace("$i", str(each)), by)
            by += " "
        text += indented(inner, by)
        if closes:
            for each in reversed(range(size)):
                text += indented(closes.replace("$i", str(each)), " " * each)
        return {"app.py": _file(text)}

    return Shape(name, files, smallest=6, largest=largest)


_AWAITED = "async def f$i(c):\n    return await f$n(c)\n\n\n"
_END_OF_ROW = "async def f$n(c):\n    return httpx.get('https://shop.example')\n"

PYTHON = (
    # What the first campaigns found.
    _many(
        "helpers in a row", "", above=_AWAITED, bottom=_END_OF_ROW, first="await f0(context)\n", largest=1024
    ),
    _many(
        "helpers in a row, with loops and try",
        above="async def f$i(c):\n    for x in c.request_payload:\n        try:\n            await f$n(c)\n        except ValueError:\n            print(x)\n\n\n",
        bottom=_END_OF_ROW,
        first="await f0(context)\n",
        largest=1024,
    ),
    _many(
        "helpers in a row, with steps",
        above="async def f$i(c):\n    await c.run('s$i', print)\n    return await f$n(c)\n\n\n",
        bottom=_END_OF_ROW,
        first="await f0(context)\n",
        largest=512,
    ),
    _many(
        "helpers that call the next one twice",
        above="def f$i(x):\n    f$n(x)\n    return f$n(x)\n\n\n",
        bottom="def f$n(x):\n    return x.total\n",
        first="f0(order)\n",
        largest=1024,
    ),
    _many(
        "async helpers that call the next one twice",
        above="async def f$i(c):\n    await f$n(c)\n    return await f$n(c)\n\n\n",
        bottom=_END_OF_ROW,
        first="await f0(context)\n",
        largest=512,
    ),
    _many(
        "helpers that call the next one with new arguments",
        above="def f$i(x, y=1):\n    f$n(x, $i)\n    return f$n([x], y)\n\n\n",
        bottom="def f$n(x, y):\n    return x, y\n",
        first="f0(order)\n",
        largest=1024,
    ),
    _many("a dict that holds itself", "d['k$i'] = d\n", first="d = {}\n", end="print(d)\n"),
    _many("a list that holds itself", "d.append(d)\n", first="d = []\n", end="print(d)\n"),
    _many("steps of one name", "await context.run('same', print)\n"),
    _many("steps of different names", "await context.run('s$i', print)\n"),
    _many("prints", "print(order)\n"),
    _many("effects", "print(time.time())\n"),
    Shape("handlers in a file", _handlers),
    Shape("handlers with one helper", _handlers_with_a_helper),
    Shape("files with handlers", _handlers_in_files, largest=1024),
    _chain("attributes and calls", "order", ".a()", "", largest=1024),
    _chain("attributes", "order", ".a$i", "", largest=1024),
    _chain("subscripts", "order", "[$i]", "", largest=1024),
    _many("try/except in sequence", "try:\n    f(order)\nexcept ValueError:\n    print(order)\n"),
    _many(
        "try/except around steps",
        "try:\n    await context.run('s$i', print)\nexcept ValueError:\n    raise\n",
    ),
    _many("ignore comments", "print(time.time())  # wflint: ignore[WF101]\n"),
    _chain("findings in one line", "[", "time.time(), ", "]"),
    # Expressions.
    _chain("a sum", "", "order + ", "1", largest=1024),
    _chain("a sum of texts", "", "'a$i' + ", "''", largest=1024),
    _chain("or", "", "order or ", "1"),
    _chain("and of comparisons", "", "order > $i and ", "1"),
    _chain("one comparison", "", "order < ", "1"),
    _chain("not", "", "not ", "order", largest=2048),
    _chain("a ternary in the next", "", "$i if order == $i else ", "None"),
    _chain("lambdas in each other", "", "lambda: ", "order", largest=1024),
    _chain("elements of a list", "[", "order, ", "]"),
    _chain("keys of a dict", "{", "'k$i': order, ", "}"),
    _chain("elements of a set", "{", "'k$i', ", "}"),
    _chain("parts of an f-string", "f'", "{order} $i ", "'"),
    _chain("arguments of a call", "print(", "order, ", "1)"),
    _chain("keywords of a call", "dict(", "k$i=order, ", ")"),
    _chain("spread in a list", "[", "*order, ", "]"),
    _chain("spread in a dict", "{", "**order, ", "}"),
    _chain("clauses of a comprehension", "[order ", "for x$i in order if x$i ", "]", largest=64),
    _chain("walrus", "[", "(y$i := order), ", "]"),
    _many("comprehensions", "v$i = [x for x in order if x]\n"),
    _many("comprehensions of comprehensions", "v = [x for x in v if x]\n", first="v = order\n"),
    _many(
        "generators of generators", "v = (x + 1 for x in v)\n", first="v = order\n", end="print(list(v))\n"
    ),
    _many("dicts in each other", "d = {'k$i': d}\n", first="d = {}\n", end="print(d)\n"),
    _many("dicts that grow", "d = {**d, 'k$i': order}\n", first="d = {}\n", end="print(d)\n"),
    _many("lists that grow", "d = [*d, order]\n", first="d = []\n", end="print(d)\n"),
    _many("lists that are added", "d = d + [$i]\n", first="d = []\n", end="print(d)\n"),
    _many("texts that grow", "s = f'{s}-{order}'\n", first="s = ''\n", end="await context.run(s, print)\n"),
    _many("constant texts that grow", "s = s + 'x$i'\n", first="s = ''\n", end="print(s)\n"),
    # Statements.
    _many("assignments", "v$i = order\n"),
    _many("copies in a row", "v$n = v$i\n", first="v0 = order\n", end="print(v$n)\n"),
    _many("if", "if order == $i:\n    print($i)\n"),
    _many("if with a step", "if order == $i:\n    await context.run('s$i', print)\n"),
    _many(
        "if that sets one name",
        "if order == $i:\n    mode = 'm$i'\n",
        first="mode = ''\n",
        end="print(mode)\n",
    ),
    _many("if that sets other names", "if order == $i:\n    v$i = time.time()\n", end="print(order)\n"),
    _many("elif", "elif order == $i:\n    print($i)\n", first="if order:\n    pass\n"),
    _many("elif that sets other names", "elif order == $i:\n    v$i = $i\n", first="if order:\n    pass\n"),
    _many("if that returns", "if order == $i:\n    return\n"),
    _many(
        "match statements",
        "match order:\n    case {'k': $i}:\n        print($i)\n    case _:\n        pass\n",
    ),
    _many("cases of a match", "    case {'k$i': [x, *rest]}:\n        print(x)\n", first="match order:\n"),
    _many("alternatives of a case", " | $i", first="match order:\n    case 0", end=":\n        print(1)\n"),
    _many("for", "for x in order:\n    print(x)\n"),
    _many("for with break", "for x in order:\n    if x:\n        break\nelse:\n    print(order)\n"),
    _many("for with a step", "for x in order:\n    await context.run(f's$i-{x}', print)\n"),
    _many("while", "while order:\n    order = f(order)\n"),
    _many("closures in loops", "for x in order:\n    await context.run('s$i', lambda: print(x))\n"),
    _many("with", "with contextlib.suppress(ValueError):\n    print($i)\n"),
    _chain(
        "items of a with",
        "1\nwith (",
        "open(order) as f$i, ",
        "open(order) as last):\n    print(1)\n#",
        largest=4096,
    ),
    _many(
        "except clauses",
        "except E$i:\n    print($i)\n",
        above="class E$i(Exception):\n    pass\n\n\n",
        first="try:\n    f(order)\n",
    ),
    _many("del and assign", "v = order\ndel v\n"),
    _many("global names", "global G$i\nG$i = order\n"),
    _many("annotated names", "v$i: dict[str, list[int]] = order\n"),
    _many("gather", "await asyncio.gather(context.run('a$i', print), context.run('b$i', print))\n"),
    _chain("branches of a gather", "await asyncio.gather(", "context.run('s$i', print), ", ")"),
    _many(
        "tasks of a list",
        "t.append(asyncio.create_task(context.run('s$i', print)))\n",
        first="t = []\n",
        end="await asyncio.gather(*t)\n",
    ),
    _many(
        "results that go into the next step",
        "v = await context.run('s$i', lambda v=v: v)\n",
        first="v = order\n",
    ),
    _many(
        "results that all go into the last step",
        "v$i = await context.run('s$i', lambda: 1)\n",
        end="print(v0)\n",
    ),
    _deep("if in if", "if order == $i:\n", "", "print(order)\n", 90),
    _deep("if/else in if/else", "if order == $i:\n", "else:\n print($i)\n", "print(order)\n", 90),
    _deep("try in try", "try:\n", "except ValueError:\n print($i)\n", "f(order)\n", 18),
    _deep("try in finally", "try:\n f(order)\nfinally:\n", "", "f(order)\n", 18),
    _deep("for in for", "for x$i in order:\n", "", "print(x0)\n", 18),
    _deep("with in with", "with open(order) as f$i:\n", "", "print(f0)\n", 18),
    _deep("def in def", "def f$i(x):\n", "f$i(order)\n", "return order\n", 90),
    _deep("while in while", "while order:\n", "", "order = f(order)\n", 18),
    # Definitions.
    _many("functions", above="def f$i(x):\n    return x\n\n\n"),
    _many("helpers of one handler", "f$i(order)\n", above="def f$i(x):\n    return x\n\n\n"),
    _many(
        "async helpers of one handler",
        "await f$i(context)\n",
        above="async def f$i(c):\n    await c.run('s$i', print)\n\n\n",
    ),
    _many("calls of one helper", "f(order)\n", top="def f(x):\n    return time.time()\n\n\n"),
    _many(
        "calls of one helper with other arguments",
        "f(order, $i)\n",
        top="def f(x, y):\n    return [x, y, time.time()]\n\n\n",
    ),
    _many(
        "calls of one async helper",
        "await f(context, 's$i')\n",
        top="async def f(c, name):\n    await c.run(name, print)\n\n\n",
    ),
    _many(
        "calls of one helper with its result",
        "v = f(v)\n",
        first="v = order\n",
        top="def f(x):\n    return {'a': x}\n\n\n",
    ),
    _many(
        "closures in a row",
        "def f$n(x): return f$i(x)\n",
        first="def f0(x): return x\n",
        end="f$n(order)\n",
        largest=1024,
    ),
    _many(
        "decorators of one function",
        "@traced\n",
        top="def traced(f):\n    @functools.wraps(f)\n    def wrapper(*args):\n        return f(*args)\n    return wrapper\n\n\n",
        end="def inner(x): return x\ninner(order)\n",
        largest=512,
    ),
    _many(
        "functions with a decorator",
        "g$i(order)\n",
        top="def traced(f):\n    @functools.wraps(f)\n    def wrapper(*args):\n        return f(*args)\n    return wrapper\n\n\n",
        above="@traced\ndef g$i(x):\n    return x\n\n\n",
    ),
    _many(
        "partials of partials",
        "g = functools.partial(g, $i)\n",
        first="g = print\n",
        end="g(order)\n",
        largest=1024,
    ),
    _many("generators", "v$i = list(g$i(order))\n", above="def g$i(x):\n    yield x\n    yield from x\n\n\n"),
    _many(
        "generators in a row",
        above="def g$i(x):\n    yield from g$n(x)\n\n\n",
        bottom="def g$n(x):\n    yield x\n",
        first="list(g0(order))\n",
        largest=1024,
    ),
    _many(
        "classes",
        "v$i = C$i(order).total()\n",
        above="class C$i:\n    def __init__(self, x):\n        self.x = x\n\n    def total(self):\n        return self.x\n\n\n",
    ),
    _many(
        "classes in a row",
        above="class C$n(C$i):\n    def f$i(self):\n        return self.x\n\n\n",
        top="class C0:\n    x = 1\n\n\n",
        first="C1().f0()\n",
        end="C$n().f0()\n",
        largest=512,
    ),
    _many(
        "methods of a class",
        "c.f$i(order)\n",
        top="class C:\n",
        above="    def f$i(self, x):\n        self.x$i = x\n        return x\n\n",
        bottom="\n\n",
        first="c = C()\n",
    ),
    _many(
        "methods that call the next",
        top="class C:\n",
        above="    def f$i(self, x):\n        return self.f$n(x)\n\n",
        bottom="    def f$n(self, x):\n        return x\n\n\n",
        first="C().f0(order)\n",
        largest=1024,
    ),
    _many(
        "methods in a chain",
        "v = v.set($i)\n",
        top="class C:\n    def set(self, x):\n        self.x = x\n        return self\n\n\n",
        first="v = C()\n",
    ),
    _many(
        "fields of an object",
        "c.x$i = order\n",
        top="class C:\n    pass\n\n\n",
        first="c = C()\n",
        end="print(c)\n",
    ),
    _many(
        "objects in each other",
        "c = C(c)\n",
        top="@dataclass\nclass C:\n    x: object\n\n\n",
        first="c = C(order)\n",
        end="print(c)\n",
    ),
    _many(
        "fields of a dataclass",
        above="    x$i: int = $i\n",
        top="@dataclass\nclass C:\n",
        bottom="\n\n",
        first="c = C()\nprint(c)\n",
    ),
    _many(
        "recursion",
        "f$i(order)\n",
        above="def f$i(x):\n    if x:\n        return f$i(x - 1)\n    return x\n\n\n",
    ),
    _many(
        "a ring of calls",
        above="def f$i(x):\n    return f$n(x)\n\n\n",
        bottom="def f$n(x):\n    return f0(x)\n\n\n",
        first="f0(order)\n",
        largest=1024,
    ),
    _many(
        "a ring of async calls",
        above="async def f$i(c):\n    await c.run('s$i', print)\n    await f$n(c)\n\n\n",
        bottom="async def f$n(c):\n    await f0(c)\n\n\n",
        first="await f0(context)\n",
        largest=512,
    ),
    _many(
        "calls of two in a ring",
        above="def f$i(x):\n    f0(x)\n    return f$n(x)\n\n\n",
        bottom="def f$n(x):\n    return f0(x)\n\n\n",
        first="f0(order)\n",
        largest=1024,
    ),
    _many("constants of the module", "print(X$i)\n", above="X$i = $i\n"),
    _many(
        "constants of constants",
        above="X$n = X$i + 1\n",
        top="X0 = 1\n",
        bottom="LAST = X$n\n",
        first="print(LAST)\n",
        largest=1024,
    ),
    _many(
        "unions in annotations",
        above="    | dict[str, C$i]\n",
        top="from typing import Any\n\nT = (\n    int\n",
        bottom=")\n",
        first="v: 'T' = order\nprint(v)\n",
    ),
    _many(
        "aliases of types",
        above="T$n = list[T$i]\n",
        top="T0 = int\n",
        bottom="def g(x: T$n):\n    return x\n\n\n",
        first="g(order)\n",
        largest=512,
    ),
    _many("state of the module", "S['k$i'] = time.time()\n", top="S = {}\n\n\n", end="print(S)\n"),
    _many("names drawn by chance", "await context.run(f's$i-{uuid.uuid4()}', print)\n"),
    _many("sets in loops", "for x in {order, $i}:\n    print(x)\n"),
    # Files.
    Shape("modules", _modules, largest=1024),
    Shape("modules in a row", _module_chain, largest=512),
    Shape("star imports", _star_imports, largest=1024),
    Shape("star imports in a row", _star_chain, largest=512),
    Shape("a ring of imports", _import_ring, largest=512),
    _many("imports in the handler", "import part$i\n"),
    _many("comments", "# order $i\n"),
    _many("blank lines", "\n"),
    Shape(
        "a long name",
        lambda size: {"app.py": _file(f"{'x' * size * 64} = order\nprint({'x' * size * 64})\n")},
    ),
    Shape("a long text", lambda size: {"app.py": _file(f"v = '{'x' * size * 64}'\nprint(v)\n")}),
    Shape(
        "a long line of names",
        lambda size: {"app.py": _file("; ".join(f"v{each} = time.time()" for each in range(size)) + "\n")},
    ),
)
