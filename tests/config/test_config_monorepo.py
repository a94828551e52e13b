"""Configuration beside `package.json`, in a monorepo of pnpm."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from command_line import run

_FILES = {
    "package.json": '{"name": "shop", "private": true}',
    "pnpm-workspace.yaml": "packages:\n  - apps/*\n  - packages/*\n",
    "wflint.toml": 'ignore = ["unsigned-endpoint"]\nlevels.clock-outside-step = "error"\n',
    "packages/time/package.json": '{"name": "@shop/time", "exports": "./src/index.ts"}',
    "packages/time/src/index.ts": "export const now = () => Date.now();\n",
    "apps/web/package.json": '{"name": "@shop/web", "dependencies": {"@shop/time": "workspace:*"}}',
    "apps/web/tsconfig.json": '{"compilerOptions": {"paths": {"@/*": ["./src/*"]}}}',
    "apps/web/src/lib/mail.ts": "export const send = (at: number) => console.log(at);\n",
    "apps/web/src/app/api/orders/route.ts": """\
import { serve } from "@upstash/workflow/nextjs";
import { now } from "@shop/time";
import { send } from "@/lib/mail";

export const { POST } = serve(async (context) => {
  const at = now();
  await context.run("send", () => send(at));
  await context.run("again", () => send(at));
});
""",
    "apps/jobs/package.json": '{"name": "@shop/jobs"}',
    "apps/jobs/wflint.toml": 'extend = "../../wflint.toml"\nlevels.clock-outside-step = "warning"\n',
    "apps/jobs/src/index.ts": """\
import { serve } from "@upstash/workflow/hono";

export const jobs = serve(async (context) => {
  const at = Date.now();
  await context.run("log", () => console.log(at));
  await context.run("again", () => console.log(at));
});
""",
}
WEB, JOBS, TIME = "src/app/api/orders/route.ts", "src/index.ts", "packages/time/src/index.ts"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, text in _FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def found(folder: Path, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> set[tuple[str, str]]:
    """Check from a folder; return where findings are, and their levels."""
    monkeypatch.chdir(folder)
    outcome = run("check", "--output-format", "json", *arguments)
    report: dict[str, Any] = json.loads(outcome.stdout)
    return {
        (Path(each["path"]).as_posix(), each["level"])
        for each in report["findings"]
        if each["name"] == "clock-outside-step"
    }


def test_from_the_root_each_package_has_the_nearest_file(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert found(root, monkeypatch) == {(f"apps/web/{WEB}", "error"), (f"apps/jobs/{JOBS}", "warning")}


def test_from_a_package_the_same_holds(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert found(root / "apps" / "web", monkeypatch) == {(WEB, "error")}
    assert found(root / "apps" / "jobs", monkeypatch) == {(JOBS, "warning")}


def test_a_package_without_a_file_has_that_of_the_root(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "apps" / "jobs" / "wflint.toml").unlink()
    assert found(root / "apps" / "jobs", monkeypatch) == {(JOBS, "error")}


def test_what_a_package_leaves_out_is_relative_to_it(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = root / "apps" / "jobs" / "wflint.toml"
    file.write_text(file.read_text(encoding="utf-8") + 'exclude = ["/src/"]\n', encoding="utf-8")
    assert found(root, monkeypatch) == {(f"apps/web/{WEB}", "error")}
    assert found(root / "apps" / "jobs", monkeypatch) == set()
    assert found(root / "apps" / "jobs", monkeypatch, "src") == {(JOBS, "warning")}
    assert found(root / "apps" / "jobs" / "src", monkeypatch) == {("index.ts", "warning")}
    assert found(root / "apps" / "jobs", monkeypatch, "--force-exclude", "src") == set()
    file.write_text(file.read_text(encoding="utf-8").replace("/src/", "/apps/"), encoding="utf-8")
    assert found(root / "apps" / "jobs", monkeypatch) == {(JOBS, "warning")}
