"""Which files an import may mean, by its text alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from wflint.files.folders import Folders
from wflint.languages import language_of

if TYPE_CHECKING:
    from pathlib import Path

FILES = (
    "pyproject.toml",
    "shop/__init__.py",
    "shop/core.py",
    "shop/flows/own.py",
    "shop/json.py",
    "spaces/inner/deep.py",
    "lib/index.ts",
    "lib/core.ts",
    "own.ts",
)


@pytest.mark.parametrize(
    ("importer", "text", "meant"),
    [
        ("shop/flows/own.py", "from ..core import serve", ["shop/core.py"]),
        ("shop/flows/own.py", "from shop.core import serve", ["shop/core.py"]),
        ("shop/flows/own.py", "import shop.core, os", ["shop/core.py"]),
        ("shop/flows/own.py", "from shop import core, missing", ["shop/__init__.py", "shop/core.py"]),
        ("shop/flows/own.py", "from .. import core", ["shop/__init__.py", "shop/core.py"]),
        ("shop/flows/own.py", "from spaces.inner import deep", ["spaces/inner/deep.py"]),
        ("shop/flows/own.py", "import json\nfrom fastapi import FastAPI", []),
        ("shop/core.py", "from core import serve", []),
        ("own.ts", 'import { scoped } from "./lib/core";', ["lib/core.ts"]),
        ("own.ts", 'export * from "./lib";', ["lib/index.ts"]),
        ("own.ts", 'const { scoped } = require("./lib/core.js");', ["lib/core.ts"]),
        ("own.ts", 'const lib = await import("./lib");', ["lib/index.ts"]),
        ("lib/core.ts", 'import index from ".";', ["lib/index.ts"]),
        ("own.ts", 'import { z } from "zod";\nimport fs from "node:fs";', []),
        ("own.ts", "const from = 'x'; Array.from('./lib');", []),
    ],
)
def test_files_are_found_without_reading_them(
    tmp_path: Path, importer: str, text: str, meant: list[str]
) -> None:
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    root = tmp_path.resolve()
    language = language_of(importer)
    resolver = language.resolver(lambda *_: pytest.fail("read a file"), (), Folders(), frozenset())
    found = [
        path.relative_to(root).as_posix()
        for line in language.import_lines(text.encode())
        for path in resolver.files(line, root / importer)
    ]
    assert found == meant
