"""Files that use a variable of the name that another file gives what registers handlers."""

from __future__ import annotations

from pathlib import Path

from followed import HEAD

from wflint.files.discovery import discover
from wflint.workspace.roots import Roots
from wflint.workspace.scope import Scope
from wflint.workspace.session import Session

REGISTERS = """

@serve.post("/orders")
async def orders(context):
    await context.run("charge", lambda: 1)
"""


def looked_at(folder: Path, **texts: str) -> Roots:
    """Return where handlers are looked for among files, by their names."""
    for name, text in texts.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    files = discover([folder], suffixes=(".py",), cwd=folder)
    return Session(files, Scope()).roots


def names(roots: Roots) -> list[str]:
    return [path.stem for path in roots.users]


def test_a_file_that_no_import_links_uses_a_variable_of_its_own(tmp_path: Path) -> None:
    roots = looked_at(tmp_path, engine=HEAD, stranger=f"def routes(serve):{REGISTERS}")
    assert [path.stem for path in roots.candidates] == ["engine"]
    assert names(roots) == []


def test_a_file_may_be_handed_the_variable_by_the_one_that_imports_it(tmp_path: Path) -> None:
    routes = "def add(serve):" + REGISTERS.replace("\n", "\n    ") + "\n"
    roots = looked_at(tmp_path, engine=f"{HEAD}\nimport routes\n\nroutes.add(serve)\n", routes=routes)
    assert names(roots) == ["routes"]


def test_it_may_be_handed_on_by_a_file_between(tmp_path: Path) -> None:
    routes = "def add(serve):" + REGISTERS.replace("\n", "\n    ") + "\n"
    between = "import routes\n\n\ndef add_all(one):\n    routes.add(one)\n"
    engine = f"{HEAD}\nimport between\n\nbetween.add_all(serve)\n"
    assert names(looked_at(tmp_path, engine=engine, between=between, routes=routes)) == ["routes"]


def test_a_file_may_import_the_module_that_holds_it(tmp_path: Path) -> None:
    roots = looked_at(tmp_path, engine=HEAD, routes=f"from engine import *\n{REGISTERS}")
    assert names(roots) == ["routes"]
