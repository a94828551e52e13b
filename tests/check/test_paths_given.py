"""A file has the same findings whichever paths are given: what its imports lead to is looked at."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import run

from wflint.pipeline.plan import Plan, make_finder, make_plan
from wflint.pipeline.run import check_projects
from wflint.workspace.workspace import Workspace

FACTORY = """\
import { createWorkflow } from "@upstash/workflow/nextjs";
export function scoped(fn) {
  return createWorkflow(async (context) => fn(context, "db"));
}
"""
TAKEN = """\
import { scoped } from "@/lib/scoped";
export const second = scoped(async (context) => {
  let url = "";
  await context.run("up", async () => { url = "x"; });
  return url;
});
"""
TSCONFIG = '{"compilerOptions": {"paths": {"@/*": ["./*"]}}}'
SERVE = """\
from fastapi import FastAPI
from upstash_workflow.fastapi import Serve
serve = Serve(FastAPI())
def durable(path):
    return serve.post(path)
"""
MISTAKEN = """\
import { serve } from "@upstash/workflow/nextjs";
export const { POST } = serve(async (context) => {
  await context.run("", () => 1);
});
export const unused = 1; // wflint: ignore[WF101]
"""
BODY = """
async def bill(context):
    now = time.time()
    await context.run("create", lambda: print(now))
    await context.run("send", lambda: print(now))
"""

PROJECTS = {
    "a factory": {"tsconfig.json": TSCONFIG, "lib/scoped.ts": FACTORY, "flows/own.ts": TAKEN},
    "a factory, handed on": {
        "tsconfig.json": TSCONFIG,
        "lib/inner/made.ts": FACTORY.replace("scoped", "durable"),
        "lib/inner/index.ts": 'export * from "./made";',
        "lib/scoped.ts": 'export { durable as scoped } from "./inner";',
        "flows/own.ts": TAKEN,
    },
    "a factory of factories": {
        "tsconfig.json": TSCONFIG,
        "lib/base.ts": FACTORY.replace("scoped", "durable"),
        "lib/scoped.ts": 'import { durable } from "./base";\nexport const scoped = (fn) => durable(fn);\n',
        "flows/own.ts": TAKEN,
    },
    "a factory of another name": {
        "tsconfig.json": TSCONFIG,
        "lib/inner/scoped.ts": FACTORY.replace("export function scoped", "export default function make"),
        "lib/index.ts": 'import make from "./inner/scoped";\nexport const kit = { scoped: make };\n',
        "flows/own.ts": TAKEN.replace("{ scoped }", "{ kit }")
        .replace("/scoped", "")
        .replace("= s", "= kit.s"),
    },
    "a factory of another package": {
        "package.json": '{"workspaces": ["packages/*"]}',
        "packages/core/package.json": '{"name": "@acme/core", "main": "./scoped.ts"}',
        "packages/core/scoped.ts": FACTORY,
        "packages/app/package.json": '{"name": "@acme/app"}',
        "packages/app/own.ts": TAKEN.replace("@/lib/scoped", "@acme/core"),
    },
    "an application": {
        "pyproject.toml": "",
        "shop/__init__.py": "",
        "shop/core.py": SERVE,
        "shop/flows/own.py": f"import time\nfrom ..core import serve\n@serve.post('/bill'){BODY}",
    },
    "an application's module": {
        "pyproject.toml": "",
        "shop/__init__.py": "",
        "shop/core.py": SERVE,
        "shop/flows/own.py": f"import time\nfrom shop import core\n@core.serve.post('/bill'){BODY}",
    },
    "a decorator, handed on": {
        "pyproject.toml": "",
        "src/shop/__init__.py": "from .core import durable\n",
        "src/shop/core.py": SERVE,
        "flows/own.py": f"import time\nfrom shop import durable\n@durable('/bill'){BODY}",
    },
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(folder: Path, files: dict[str, str]) -> str:
    """Write files, and return the one with the handler."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return next(name for name in files if Path(name).stem == "own")


def checked(*paths: str) -> str:
    """What a check of some paths reports, without the count of the files."""
    *lines, _ = run("check", "--output-format", "concise", "--min-level", "info", *paths).stdout.splitlines()
    return "\n".join(lines)


@pytest.mark.parametrize("files", PROJECTS.values(), ids=PROJECTS.keys())
def test_a_file_or_its_folder_alone_has_the_findings_that_the_project_has(
    folder: Path, files: dict[str, str]
) -> None:
    own = write(folder, files)
    whole = checked(".")
    assert whole.startswith(f"{own}:")
    assert "WF503" in whole or "WF101" in whole
    assert checked(own) == whole
    assert checked(str(Path(own).parent)) == whole


def test_a_configuration_of_its_own_hides_no_factory(folder: Path) -> None:
    own = write(folder, PROJECTS["a factory of another package"])
    (folder / "packages" / "app" / "wflint.toml").write_text("")
    assert "WF503" in checked(".")
    assert checked(".") == checked(own)


def test_a_file_alone_is_explained(folder: Path) -> None:
    own = write(folder, PROJECTS["a factory"])
    assert 'step 1: run "up"' in run("explain", own).stdout
    assert run("explain", own).stdout == run("explain", ".").stdout


def test_a_file_whose_imports_make_no_handlers_has_none(folder: Path) -> None:
    factory = FACTORY.replace('"@upstash/workflow/nextjs"', '"./elsewhere"')
    own = write(folder, {"tsconfig.json": TSCONFIG, "lib/scoped.ts": factory, "own.ts": TAKEN})
    assert run("check", own).stdout == "No findings in 1 file (no handlers).\n"


def test_only_files_that_were_given_are_reported_on(folder: Path) -> None:
    files = {
        "lib/other.ts": MISTAKEN,
        "own.ts": 'import type { POST } from "./lib/other";\nexport const post: typeof POST = (run) => run;\n',
    }
    own = write(folder, files)
    assert "lib/other.ts:3" in checked(".")
    assert checked(own) == ""


def test_a_file_is_looked_at_once_although_imports_go_in_circles(folder: Path) -> None:
    files = {
        "lib/a.ts": 'import "./b";\nexport * from "./b";\n',
        "lib/b.ts": 'export * from "./a";\nexport { scoped } from "./scoped";\n',
        "lib/scoped.ts": FACTORY,
        "own.ts": TAKEN.replace("@/lib/scoped", "./lib/a"),
    }
    write(folder, files)
    assert looked_at(folder, "own.ts") == ["lib/a.ts", "lib/b.ts", "lib/scoped.ts"]
    assert "WF503" in checked("own.ts")


def test_with_the_whole_project_no_imports_are_read(folder: Path) -> None:
    write(folder, PROJECTS["a factory, handed on"])
    assert looked_at(folder, "flows") == ["lib/scoped.ts", "lib/inner/index.ts", "lib/inner/made.ts"]
    assert looked_at(folder, ".") == []
    (folder / "flows" / ".git").mkdir()
    assert looked_at(folder, "flows") == []


def looked_at(folder: Path, path: str) -> list[str]:
    """The files that a check of a path looks at although they were not given, in order."""
    [project] = check_projects(plan(folder, path).projects)
    return [record.display for record in project.session.looked_at]


def plan(folder: Path, path: str) -> Plan:
    finder = make_finder(folder, (), {}, isolated=True)
    return make_plan([Path(path)], finder, force_exclude=False, respect_gitignore=False)


def test_a_change_of_a_factory_reaches_the_files_that_were_given(folder: Path) -> None:
    own = write(folder, PROJECTS["a factory"])
    workspace = Workspace()

    def codes() -> list[str]:
        [project] = check_projects(plan(folder, own).projects, workspace=workspace)
        return [finding.code for finding in project.report.findings]

    assert codes() == ["WF503"]
    (folder / "lib" / "scoped.ts").write_text("export function scoped(fn) { return fn; }\n")
    assert codes() == []
    (folder / "lib" / "scoped.ts").write_text(FACTORY)
    assert codes() == ["WF503"]
