"""The compiler accepts the handlers as they are, mistakes included: it does not find what the rules find."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import pytest

from .node import HANDLERS, PACKAGES, missing

if TYPE_CHECKING:
    from pathlib import Path

_GLOBALS = """
declare const process: { env: Record<string, string | undefined> };
declare class Buffer extends Uint8Array { static from(text: string): Buffer }
declare module "node:crypto" { export function randomUUID(): string; export function createHash(name: string): any }
"""


@pytest.mark.exhaustive
@pytest.mark.skipif(missing() != "", reason=missing())
def test_the_compiler_objects_only_to_a_promise_as_a_condition(tmp_path: Path) -> None:
    sdk = PACKAGES / "@upstash" / "workflow"
    options = {
        "strict": True, "noEmit": True, "skipLibCheck": True, "target": "es2022", "module": "esnext",
        "moduleResolution": "bundler", "lib": ["es2023", "esnext.disposable", "dom", "dom.iterable"], "types": [],
        "paths": {
            "@upstash/workflow": [str(sdk / "index.d.mts")],
            "@upstash/workflow/nextjs": [str(sdk / "nextjs.d.mts")],
            "zod": [str(PACKAGES / "zod")],
        },
    }  # fmt: skip
    (tmp_path / "globals.d.ts").write_text(_GLOBALS, encoding="utf-8")
    config = {"compilerOptions": options, "include": ["globals.d.ts", f"{HANDLERS}/**/*.ts"]}
    (tmp_path / "tsconfig.json").write_text(json.dumps(config), encoding="utf-8")

    done = subprocess.run(  # noqa: S603 - the pinned compiler
        ["node", str(PACKAGES / "typescript" / "bin" / "tsc"), "-p", str(tmp_path)],  # noqa: S607 - the one on the path
        cwd=HANDLERS,
        capture_output=True,
        text=True,
        check=False,
    )

    told = [line for line in done.stdout.splitlines() if ": error " in line]
    assert [line.partition("(")[0] for line in told] == ["step-not-awaited/always_true.ts"]
    assert "TS2801" in told[0]
