"""The pinned compiler, with the SDK's types and strict."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

from .node import PACKAGES

if TYPE_CHECKING:
    from pathlib import Path

_GLOBALS = """
declare const process: { env: Record<string, string | undefined> };
declare class Buffer extends Uint8Array {
  static from(text: string, encoding?: string): Buffer;
  toString(encoding?: string): string;
}
declare module "node:crypto" { export function randomUUID(): string; export function createHash(name: string): any }
"""
ANY_MODULE = 'declare module "*";\n'
"""Lets files import what is not installed."""


def told(scratch: Path, folder: Path, declared: str = "") -> list[str]:
    """Return the errors that the compiler tells of the files in a folder, with paths from there.

    Args:
        scratch: where its configuration is written.
        folder: where the files are.
        declared: declarations beside those of a few globals.
    """
    sdk = PACKAGES / "@upstash" / "workflow"
    options = {
        "strict": True, "noEmit": True, "skipLibCheck": True, "target": "es2022", "module": "esnext",
        "moduleResolution": "bundler", "lib": ["es2023", "esnext.disposable", "dom", "dom.iterable"], "types": [],
        "paths": {
            "@upstash/workflow": [str(sdk / "index.d.mts")],
            "@upstash/workflow/*": [str(sdk / "*.d.mts")],
            "zod": [str(PACKAGES / "zod")],
            "@/*": [f"{folder}/*"],
        },
    }  # fmt: skip
    (scratch / "globals.d.ts").write_text(_GLOBALS + declared, encoding="utf-8")
    config = {"compilerOptions": options, "include": ["globals.d.ts", f"{folder}/**/*.ts"]}
    (scratch / "tsconfig.json").write_text(json.dumps(config), encoding="utf-8")
    done = subprocess.run(  # noqa: S603 - the pinned compiler
        ["node", str(PACKAGES / "typescript" / "bin" / "tsc"), "-p", str(scratch)],  # noqa: S607 - the one on the path
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return [line for line in done.stdout.splitlines() if ": error " in line]
