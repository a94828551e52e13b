"""The shapes in Python of several handlers and of several files."""

from __future__ import annotations

from growth_python_handler import IMPORTS, SERVE, many, written
from growth_shapes import Files, Shape, repeated


def _modules(size: int) -> Files:
    imports = repeated("from part$i import load$i\n", size)
    modules = {
        f"part{each}.py": f"import time\n\n\ndef load{each}(x):\n    return x + {each}\n"
        for each in range(size)
    }
    return {"app.py": written(repeated("order = load$i(order)\n", size), imports=imports), **modules}


def _module_chain(size: int) -> Files:
    modules = {
        f"part{each}.py": f"from part{each + 1} import load{each + 1}\n\n\ndef load{each}(x):\n    return load{each + 1}(x)\n"
        for each in range(size - 1)
    }
    last = {f"part{size - 1}.py": f"def load{size - 1}(x):\n    return x\n"}
    return {"app.py": written("load0(order)\n", imports="from part0 import load0\n"), **modules, **last}


def _star_imports(size: int) -> Files:
    imports = repeated("from part$i import *\n", size)
    modules = {f"part{each}.py": f"def load{each}(x):\n    return x\n" for each in range(size)}
    return {"app.py": written(repeated("load$i(order)\n", size), imports=imports), **modules}


def _star_chain(size: int) -> Files:
    modules = {
        f"part{each}.py": f"from part{each + 1} import *\n\nVALUE{each} = {each}\n"
        for each in range(size - 1)
    }
    last = {f"part{size - 1}.py": "def load(x):\n    return x\n"}
    return {"app.py": written("load(order)\n", imports="from part0 import *\n"), **modules, **last}


def _import_ring(size: int) -> Files:
    modules = {
        f"part{each}.py": f"import part{(each + 1) % size}\n\n\ndef load(x):\n    return part{(each + 1) % size}.load(x)\n"
        for each in range(size)
    }
    return {"app.py": written("part0.load(order)\n", imports="import part0\n"), **modules}


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
    return {"app.py": f"{IMPORTS}{SERVE}{handlers}"}


def _handlers_in_files(size: int) -> Files:
    return {f"part{each}/app.py": written("print(time.time())\n") for each in range(size)}


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
    return {"app.py": f"{IMPORTS}{SERVE}{helper}{handlers}"}


HANDLERS = (
    Shape("handlers in a file", _handlers),
    Shape("handlers with one helper", _handlers_with_a_helper),
    Shape("files with handlers", _handlers_in_files, largest=1024),
)
MODULES = (
    Shape("modules", _modules, largest=1024),
    Shape("modules in a row", _module_chain, largest=512),
    Shape("star imports", _star_imports, largest=1024),
    Shape("star imports in a row", _star_chain, largest=512),
    Shape("a ring of imports", _import_ring, largest=512),
    many("imports in the handler", "import part$i\n"),
)
