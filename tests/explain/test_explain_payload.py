"""What an explanation says of the payload: the whole type, wherever it is defined."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import pytest
from projects import handler, write

from wflint.explaining import explain_files
from wflint.files.discovery import discover
from wflint.languages import SUFFIXES
from wflint.workspace.scope import Scope

if TYPE_CHECKING:
    from pathlib import Path

    from wflint.explaining import Workflow

PYTHON = handler('await context.run("a", lambda: 1)')
TYPESCRIPT = """\
import {{ serve }} from "@upstash/workflow/nextjs";
{before}
export const {{ POST }} = serve{types}(async (context) => {{
  await context.run("a", () => 1);
}});
"""


def only_workflow(folder: Path, name: str, text: str) -> Workflow:
    write(folder, {name: text})
    [found] = explain_files(list(discover([folder], suffixes=SUFFIXES, cwd=folder)), Scope()).workflows
    return found


def in_python(folder: Path, before: str, payload: str) -> str:
    text = PYTHON.replace("Context[dict]", f"Context[{payload}]")
    first, separator, rest = text.partition("\n\n")
    return only_workflow(folder, "work.py", f"{first}\n{dedent(before)}{separator}{rest}").payload


def in_typescript(folder: Path, before: str, types: str) -> Workflow:
    return only_workflow(folder, "route.ts", TYPESCRIPT.format(before=before, types=types))


@pytest.mark.parametrize(
    ("before", "payload", "shown"),
    [
        ("class A(TypedDict):\n    a: str\n    b: int\n", "A", "A {a: str, b: int}"),
        ("class A(TypedDict):\n    a: list[str]\n", "A", "A {a: list[str]}"),
        ("class A(TypedDict):\n    a: str | None\n", "A", "A {a: str | None}"),
        ("class A(TypedDict):\n    a: Unheard\n", "A", "A {a: Unheard}"),
        ("class B(TypedDict):\n    b: int\nclass A(B):\n    a: B\n", "A", "A {b: int, a: B}"),
        ("@dataclass\nclass A:\n    a: str = ''\n    def b(self): ...\n", "A", "A {a: str}"),
        ("from unheard import B\nclass A(made(B)):\n    a: str\n", "A", "A"),
        ("class A:\n    pass\n", "A", "A"),
        ("", "dict[str, int]", "dict[str, int]"),
        ("", "Unheard", "Unheard"),
    ],
)
def test_the_members_of_a_class_are_shown_as_they_are_written(
    tmp_path: Path, before: str, payload: str, shown: str
) -> None:
    imports = "from dataclasses import dataclass\nfrom typing import TypedDict\n"
    assert in_python(tmp_path, imports + before, payload) == shown


def test_a_class_of_another_module_is_looked_up(tmp_path: Path) -> None:
    write(
        tmp_path, {"orders.py": "from typing import TypedDict\n\nclass Order(TypedDict):\n    cents: int\n"}
    )
    assert in_python(tmp_path, "from orders import Order\n", "Order") == "Order {cents: int}"


@pytest.mark.parametrize(
    ("before", "types", "shown"),
    [
        ("", "", ""),
        ("", "<{ a: string; b?: number }>", "{ a: string; b?: number }"),
        ("type A = {\n  a: string;\n  b?: number;\n};", "<A>", "A { a: string; b?: number; }"),
        ("interface A {\n  a: string[];\n}", "<A>", "A { a: string[]; }"),
        ("type A = {\n  a: string; // why\n};", "<A>", "A"),
        ("", "<Unheard>", "Unheard"),
    ],
)
def test_in_typescript_the_definition_is_shown_as_it_is_written(
    tmp_path: Path, before: str, types: str, shown: str
) -> None:
    workflow = in_typescript(tmp_path, before, types)
    assert workflow.payload == shown
    assert workflow.served is not None
    assert workflow.served.call == "serve(...)"
