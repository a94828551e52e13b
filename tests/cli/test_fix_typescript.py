"""`wflint fix` on a project of Next.js."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from command_line import run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ROUTE = """\
import { serve } from "@upstash/workflow/nextjs";
import { Pool } from "pg";
import { bill } from "@/lib/billing";

const pool = new Pool();

export const { POST } = serve<{ id: string }>(async (context) => {
  const placedAt = Date.now();
  await context.run("create", () => save(placedAt));
  await bill(context, placedAt);
  const { rows } = await pool.query("select 1");
  await context.run("store", () => save(rows));
});

function save(value: unknown): string {
  return String(value);
}
"""
FIXED_ROUTE = ROUTE.replace(
    "const placedAt = Date.now()", 'const placedAt = await context.run("get-placed-at", () => Date.now())'
)
BILLING = """\
import type { WorkflowContext } from "@upstash/workflow";

export async function bill(context: WorkflowContext, at: number): Promise<void> {
  const key = crypto.randomUUID();
  await context.run("charge", () => `${key} ${at}`);
  await context.run("receipt", () => `${key} ${at}`);
}
"""
FIXED_BILLING = BILLING.replace(
    "const key = crypto.randomUUID()", 'const key = await context.run("get-key", () => crypto.randomUUID())'
)
_ROUTE, _BILLING = "app/api/orders/route.ts", "lib/billing.ts"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for path, text in {
        _ROUTE: ROUTE,
        _BILLING: BILLING,
        "package.json": '{ "dependencies": { "@upstash/workflow": "1.3.3", "next": "16.4.6" } }',
        "tsconfig.json": '{ "compilerOptions": { "paths": { "@/*": ["./*"] } } }',
        "node_modules/other/route.ts": ROUTE,
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return tmp_path


def _read(project: Path, path: str) -> str:
    return (project / path).read_text(encoding="utf-8")


def test_all_files_of_a_project_are_fixed(project: Path) -> None:
    outcome = run("fix")

    assert "Fixed 2 findings in 2 files:" in outcome.stdout
    assert _read(project, _ROUTE) == FIXED_ROUTE
    assert _read(project, _BILLING) == FIXED_BILLING
    assert _read(project, "node_modules/other/route.ts") == ROUTE
    words = " ".join(outcome.stdout.split())
    assert "not fixed: its fix is unsafe; `--unsafe` applies it" in words
    assert f"Steps were added, renamed or moved in `POST` ({_ROUTE}): runs" in words


def test_unsafe_fixes_are_applied_where_they_are_asked_for(project: Path) -> None:
    run("fix", "--unsafe")
    fixed = 'const { rows } = await context.run("query-pool", async () =>\n    pool.query("select 1"),\n  );'
    assert fixed in _read(project, _ROUTE)


def test_a_diff_writes_nothing(project: Path) -> None:
    outcome = run("fix", "--diff")

    assert outcome.exit_code == 1
    assert '+  const key = await context.run("get-key", () => crypto.randomUUID());' in outcome.stdout
    assert (_read(project, _ROUTE), _read(project, _BILLING)) == (ROUTE, BILLING)


def test_each_fix_is_asked_for(project: Path) -> None:
    with patch.object(sys, "stdin", io.StringIO("n\ny\n")):
        run("fix", "--interactive")
    assert (_read(project, _ROUTE) != ROUTE) + (_read(project, _BILLING) != BILLING) == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.rstrip().encode(),
        lambda text: text.replace("  ", "\t").encode(),
        lambda text: f"// Größe \N{GRINNING FACE}\n{text}".encode(),
    ],
    ids=["crlf", "bom", "no newline at the end", "tabs", "beyond ASCII"],
)
def test_files_keep_their_form(project: Path, change: Callable[[str], bytes]) -> None:
    path = project / _BILLING
    path.write_bytes(change(BILLING))
    path.chmod(0o640)
    run("fix")

    assert path.read_bytes() == change(FIXED_BILLING)
    assert path.stat().st_mode & 0o777 == 0o640
