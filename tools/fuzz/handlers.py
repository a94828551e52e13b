"""Makes handlers of code that has none, so that wflint follows it: what no handler reaches is never looked at."""

from __future__ import annotations

import ast
import re
import textwrap
from random import Random

from tools.fuzz.mutations import parses

_PYTHON_HEAD = "from upstash_workflow.fastapi import Serve as FuzzServe\nfuzz_serve = FuzzServe(None)\n"
_PYTHON_HANDLER = '@fuzz_serve.post("/fuzz")\nasync def fuzz_handler(context):\n'
_TYPESCRIPT_HEAD = 'import { serve as fuzzServe } from "@upstash/workflow/nextjs";\n'
_DEFINED = re.compile(
    r"^(?:export\s+)?(?:default\s+)?(?:async\s+)?(?:(function)\b\s*\*?\s*|(class)\s+|(?:const|let|var)\s+)([A-Za-z_$][\w$]*)",
    re.MULTILINE,
)


def as_handlers(text: str, suffix: str, random: Random) -> str:
    """Add a handler to a module, or make its functions workflows; now and then, leave it as it is."""
    ways = _OF_PYTHON if suffix == ".py" else _OF_TYPESCRIPT
    changed = random.choice(ways)(text)
    return changed if parses(changed, suffix) else text


def calling(text: str) -> str:
    """Append a handler that calls everything that a module defines at its top."""
    return f"{text}\n{_PYTHON_HEAD}{_PYTHON_HANDLER}{''.join(_python_calls(text))}    await context.run('last', print)\n"


def decorated(text: str) -> str:
    """Make each function of a module, and each method of its classes, a workflow of its own."""
    tree = _parsed(text)
    if tree is None:
        return text
    lines = text.splitlines(keepends=True)
    defined = [node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
    for node in sorted(defined, key=lambda each: each.lineno, reverse=True):
        first = min([each.lineno for each in node.decorator_list], default=node.lineno)
        lines.insert(first - 1, f"{_indent(lines[first - 1])}@FuzzDBOS.workflow()\n")
    head = [node for node in tree.body if _stays_first(node)]
    place = head[-1].end_lineno or 0 if head else 0
    lines.insert(place, "from dbos import DBOS as FuzzDBOS\n")
    return "".join(lines)


def inside(text: str) -> str:
    """Make a module the body of a handler."""
    body = textwrap.indent(text, "    ")
    return f"{_PYTHON_HEAD}{_PYTHON_HANDLER}    await context.run('first', print)\n{body}\n    await context.run('last', print)\n"


def unchanged(text: str) -> str:
    """Leave a module as it is."""
    return text


def calling_in_typescript(text: str) -> str:
    """Append a handler that calls what a module defines at its top."""
    calls = [f"  {'new ' if match[2] else ''}{match[3]}(context);\n" for match in _DEFINED.finditer(text)]
    return (
        f"{text}\n{_TYPESCRIPT_HEAD}export const fuzz = fuzzServe(async (context) => {{\n{''.join(calls)}"
        '  await context.run("last", () => 1);\n});\n'
    )


def inside_in_typescript(text: str) -> str:
    """Make a module the body of a handler, where it neither imports nor exports."""
    body = re.sub(r"^export\s+(?:default\s+)?", "", text, flags=re.MULTILINE)
    return f'{_TYPESCRIPT_HEAD}export const fuzz = fuzzServe(async (context) => {{\n{body}\n  await context.run("last", () => 1);\n}});\n'


def _python_calls(text: str) -> list[str]:
    tree = _parsed(text)
    found: list[str] = []
    for node in tree.body if tree is not None else ():
        match node:
            case ast.FunctionDef(name=name):
                found.append(f"    {name}(context)\n")
            case ast.AsyncFunctionDef(name=name):
                found.append(f"    await {name}(context)\n")
            case ast.ClassDef(name=name, body=body):
                methods = [each.name for each in body if isinstance(each, ast.FunctionDef)]
                found += [f"    {name}(context).{method}(context)\n" for method in methods]
            case _:
                pass
    return found


def _parsed(text: str) -> ast.Module | None:
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _stays_first(node: ast.stmt) -> bool:
    is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return is_docstring or (isinstance(node, ast.ImportFrom) and node.module == "__future__")


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip(" \t"))]


_OF_PYTHON = (calling, decorated, inside, decorated, unchanged)
_OF_TYPESCRIPT = (calling_in_typescript, inside_in_typescript, unchanged)
