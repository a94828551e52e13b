"""The shapes in Python of what stands above a handler: functions, classes, constants and types."""

from __future__ import annotations

from growth_python_handler import many

_END_OF_ROW = "async def f$n(c):\n    return httpx.get('https://shop.example')\n"
_TRACED = "def traced(f):\n    @functools.wraps(f)\n    def wrapper(*args):\n        return f(*args)\n    return wrapper\n\n\n"

FUNCTIONS = (
    many(
        "helpers in a row",
        above="async def f$i(c):\n    return await f$n(c)\n\n\n",
        bottom=_END_OF_ROW,
        first="await f0(context)\n",
        largest=1024,
    ),
    many(
        "helpers in a row, with loops and try",
        above="async def f$i(c):\n    for x in c.request_payload:\n        try:\n            await f$n(c)\n        except ValueError:\n            print(x)\n\n\n",
        bottom=_END_OF_ROW,
        first="await f0(context)\n",
        largest=1024,
    ),
    many(
        "helpers in a row, with steps",
        above="async def f$i(c):\n    await c.run('s$i', print)\n    return await f$n(c)\n\n\n",
        bottom=_END_OF_ROW,
        first="await f0(context)\n",
        largest=512,
    ),
    many(
        "helpers that call the next one twice",
        above="def f$i(x):\n    f$n(x)\n    return f$n(x)\n\n\n",
        bottom="def f$n(x):\n    return x.total\n",
        first="f0(order)\n",
        largest=1024,
    ),
    many(
        "async helpers that call the next one twice",
        above="async def f$i(c):\n    await f$n(c)\n    return await f$n(c)\n\n\n",
        bottom=_END_OF_ROW,
        first="await f0(context)\n",
        largest=512,
    ),
    many(
        "helpers that call the next one with new arguments",
        above="def f$i(x, y=1):\n    f$n(x, $i)\n    return f$n([x], y)\n\n\n",
        bottom="def f$n(x, y):\n    return x, y\n",
        first="f0(order)\n",
        largest=1024,
    ),
    many("functions", above="def f$i(x):\n    return x\n\n\n"),
    many("helpers of one handler", "f$i(order)\n", above="def f$i(x):\n    return x\n\n\n"),
    many(
        "async helpers of one handler",
        "await f$i(context)\n",
        above="async def f$i(c):\n    await c.run('s$i', print)\n\n\n",
    ),
    many("calls of one helper", "f(order)\n", top="def f(x):\n    return time.time()\n\n\n"),
    many(
        "calls of one helper with other arguments",
        "f(order, $i)\n",
        top="def f(x, y):\n    return [x, y, time.time()]\n\n\n",
    ),
    many(
        "calls of one async helper",
        "await f(context, 's$i')\n",
        top="async def f(c, name):\n    await c.run(name, print)\n\n\n",
    ),
    many(
        "calls of one helper with its result",
        "v = f(v)\n",
        first="v = order\n",
        top="def f(x):\n    return {'a': x}\n\n\n",
    ),
    many(
        "closures in a row",
        "def f$n(x): return f$i(x)\n",
        first="def f0(x): return x\n",
        end="f$n(order)\n",
        largest=1024,
    ),
    many(
        "decorators of one function",
        "@traced\n",
        top=_TRACED,
        end="def inner(x): return x\ninner(order)\n",
        largest=512,
    ),
    many(
        "functions with a decorator",
        "g$i(order)\n",
        top=_TRACED,
        above="@traced\ndef g$i(x):\n    return x\n\n\n",
    ),
    many(
        "partials of partials",
        "g = functools.partial(g, $i)\n",
        first="g = print\n",
        end="g(order)\n",
        largest=1024,
    ),
    many("generators", "v$i = list(g$i(order))\n", above="def g$i(x):\n    yield x\n    yield from x\n\n\n"),
    many(
        "generators in a row",
        above="def g$i(x):\n    yield from g$n(x)\n\n\n",
        bottom="def g$n(x):\n    yield x\n",
        first="list(g0(order))\n",
        largest=1024,
    ),
    many(
        "recursion",
        "f$i(order)\n",
        above="def f$i(x):\n    if x:\n        return f$i(x - 1)\n    return x\n\n\n",
    ),
    many(
        "a ring of calls",
        above="def f$i(x):\n    return f$n(x)\n\n\n",
        bottom="def f$n(x):\n    return f0(x)\n\n\n",
        first="f0(order)\n",
        largest=1024,
    ),
    many(
        "a ring of async calls",
        above="async def f$i(c):\n    await c.run('s$i', print)\n    await f$n(c)\n\n\n",
        bottom="async def f$n(c):\n    await f0(c)\n\n\n",
        first="await f0(context)\n",
        largest=512,
    ),
    many(
        "calls of two in a ring",
        above="def f$i(x):\n    f0(x)\n    return f$n(x)\n\n\n",
        bottom="def f$n(x):\n    return f0(x)\n\n\n",
        first="f0(order)\n",
        largest=1024,
    ),
)
CLASSES = (
    many(
        "classes",
        "v$i = C$i(order).total()\n",
        above="class C$i:\n    def __init__(self, x):\n        self.x = x\n\n    def total(self):\n        return self.x\n\n\n",
    ),
    many(
        "classes in a row",
        above="class C$n(C$i):\n    def f$i(self):\n        return self.x\n\n\n",
        top="class C0:\n    x = 1\n\n\n",
        first="C1().f0()\n",
        end="C$n().f0()\n",
        largest=512,
    ),
    many(
        "methods of a class",
        "c.f$i(order)\n",
        top="class C:\n",
        above="    def f$i(self, x):\n        self.x$i = x\n        return x\n\n",
        bottom="\n\n",
        first="c = C()\n",
    ),
    many(
        "methods that call the next",
        top="class C:\n",
        above="    def f$i(self, x):\n        return self.f$n(x)\n\n",
        bottom="    def f$n(self, x):\n        return x\n\n\n",
        first="C().f0(order)\n",
        largest=1024,
    ),
    many(
        "methods in a chain",
        "v = v.set($i)\n",
        top="class C:\n    def set(self, x):\n        self.x = x\n        return self\n\n\n",
        first="v = C()\n",
    ),
    many(
        "fields of an object",
        "c.x$i = order\n",
        top="class C:\n    pass\n\n\n",
        first="c = C()\n",
        end="print(c)\n",
    ),
    many(
        "objects in each other",
        "c = C(c)\n",
        top="@dataclass\nclass C:\n    x: object\n\n\n",
        first="c = C(order)\n",
        end="print(c)\n",
    ),
    many(
        "fields of a dataclass",
        above="    x$i: int = $i\n",
        top="@dataclass\nclass C:\n",
        bottom="\n\n",
        first="c = C()\nprint(c)\n",
    ),
)
NAMES = (
    many("constants of the module", "print(X$i)\n", above="X$i = $i\n"),
    many(
        "constants of constants",
        above="X$n = X$i + 1\n",
        top="X0 = 1\n",
        bottom="LAST = X$n\n",
        first="print(LAST)\n",
        largest=1024,
    ),
    many(
        "unions in annotations",
        above="    | dict[str, C$i]\n",
        top="from typing import Any\n\nT = (\n    int\n",
        bottom=")\n",
        first="v: 'T' = order\nprint(v)\n",
    ),
    many(
        "aliases of types",
        above="T$n = list[T$i]\n",
        top="T0 = int\n",
        bottom="def g(x: T$n):\n    return x\n\n\n",
        first="g(order)\n",
        largest=512,
    ),
)
