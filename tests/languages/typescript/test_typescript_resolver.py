"""Which file an import means."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from markers import FIXTURES

from wflint.files.text import SourceText
from wflint.ir import nodes as ir
from wflint.languages.typescript.jsonc import parse_json
from wflint.languages.typescript.parse import parse
from wflint.languages.typescript.resolver import TypeScriptResolver


def load(path: Path, name: str, is_package: bool) -> ir.Module:  # noqa: FBT001 - as a session calls it
    return parse(SourceText(str(path), path.read_text()), name, is_package=is_package).module


def project(root: Path, files: dict[str, object]) -> TypeScriptResolver:
    """Write files, those of JSON from objects."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content if isinstance(content, str) else json.dumps(content))
    return TypeScriptResolver(load, sdks=frozenset({"@upstash/workflow"}))


def found(resolver: TypeScriptResolver, root: Path, importer: str, specifier: str) -> str | None:
    module = resolver.module_at((root / importer).resolve())
    assert module is not None
    imported = resolver.import_module(specifier, 0, module)
    return Path(imported.path).relative_to(root.resolve()).as_posix() if imported is not None else None


@pytest.mark.parametrize(
    ("specifier", "expected"),
    [
        ("./b", "src/b.ts"),
        ("./b.js", "src/b.ts"),
        ("./c", "src/c/index.tsx"),
        ("./c/", "src/c/index.tsx"),
        ("../lib/d.mjs", "lib/d.mts"),
        (".", "src/index.ts"),
        ("..", "index.js"),
        ("./types", None),
        ("./data.json", None),
        ("./missing", None),
        ("zod", None),
        ("node:fs", None),
        ("@upstash/workflow/nextjs", None),
    ],
)
def test_paths(tmp_path: Path, specifier: str, expected: str | None) -> None:
    files = (
        "src/a.ts",
        "src/b.ts",
        "src/c/index.tsx",
        "lib/d.mts",
        "src/index.ts",
        "index.js",
        "src/types.d.ts",
    )
    resolver = project(tmp_path, dict.fromkeys(files, ""))
    assert found(resolver, tmp_path, "src/a.ts", specifier) == expected


@pytest.mark.parametrize(
    ("config", "specifier", "expected"),
    [
        ({"compilerOptions": {"paths": {"@/*": ["./src/*"]}}}, "@/lib/db", "src/lib/db.ts"),
        ({"compilerOptions": {"baseUrl": "src"}}, "lib/db", "src/lib/db.ts"),
        ({"compilerOptions": {"baseUrl": "./src", "paths": {"db": ["lib/db"]}}}, "db", "src/lib/db.ts"),
        ({"compilerOptions": {"paths": {"@/*": ["./a/*", "./src/*"]}}}, "@/lib/db", "src/lib/db.ts"),
        (
            {"compilerOptions": {"paths": {"@/*": ["./a/*"], "@/lib/*": ["./src/lib/*"]}}},
            "@/lib/db",
            "src/lib/db.ts",
        ),
        ({"extends": "./base.json"}, "~/lib/db", "src/lib/db.ts"),
        ({"extends": ["./none", "./base"]}, "~/lib/db", "src/lib/db.ts"),
        ({"extends": "@acme/tsconfig/next.json"}, "#lib/db", "src/lib/db.ts"),
        ({"files": [], "references": [{"path": "./src"}]}, "$/lib/db", "src/lib/db.ts"),
    ],
)
def test_the_nearest_configuration_says_where_names_lead(
    tmp_path: Path, config: object, specifier: str, expected: str
) -> None:
    resolver = project(
        tmp_path,
        {
            "tsconfig.json": config,
            "base.json": {"compilerOptions": {"baseUrl": ".", "paths": {"~/*": ["src/*"]}}},
            "node_modules/@acme/tsconfig/next.json": {
                "compilerOptions": {"paths": {"#*": ["../../../src/*"]}}
            },
            "src/tsconfig.app.json": {},
            "src/a.ts": "",
            "src/lib/db.ts": "",
            **({"src/tsconfig.json": "", "src/tsconfig.json.md": ""} if "references" in str(config) else {}),
        },
    )
    if "references" in str(config):
        (tmp_path / "src" / "tsconfig.json").unlink()
        (tmp_path / "src" / "tsconfig.ref.json").write_text(
            '{"compilerOptions": {"paths": {"$/*": ["./*"]}}}'
        )
        (tmp_path / "tsconfig.json").write_text('{"references": [{"path": "./src/tsconfig.ref.json"}]}')
    assert found(resolver, tmp_path, "src/a.ts", specifier) == expected


@pytest.mark.parametrize(
    ("specifier", "expected"),
    [
        ("@acme/db", "packages/db/src/index.ts"),
        ("@acme/db/query", "packages/db/src/query.ts"),
        ("@acme/db/deep/x", "packages/db/src/deep/x.ts"),
        ("@acme/ui", "libs/ui/main.ts"),
        ("@acme/none", None),
    ],
)
@pytest.mark.parametrize("by", ["pnpm", "npm", "yarn"])
def test_packages_of_the_workspace(tmp_path: Path, by: str, specifier: str, expected: str | None) -> None:
    patterns = ["apps/*", "packages/**", "libs/ui", "!packages/old"]
    layouts: dict[str, dict[str, object]] = {
        "pnpm": {
            "pnpm-workspace.yaml": "packages:\n"
            + "".join(f"  - '{each}' # x\n" for each in patterns)
            + "catalog:\n  a: 1\n"
        },
        "npm": {"package.json": {"workspaces": patterns}},
        "yarn": {"package.json": {"workspaces": {"packages": patterns}}},
    }
    exports = {
        ".": {"types": "./dist/index.d.ts", "import": "./dist/index.mjs"},
        "./*": "./dist/*.js",
        "./deep/*": {"default": "./lib/deep/*.js"},
    }
    resolver = project(
        tmp_path,
        {
            **layouts[by],
            "apps/web/package.json": {"name": "web"},
            "apps/web/app/route.ts": "",
            "packages/db/package.json": {"name": "@acme/db", "exports": exports},
            "packages/db/src/index.ts": "",
            "packages/db/src/query.ts": "",
            "packages/db/src/deep/x.ts": "",
            "libs/ui/package.json": {"name": "@acme/ui", "main": "main.ts"},
            "libs/ui/main.ts": "",
        },
    )  # fmt: skip
    assert found(resolver, tmp_path, "apps/web/app/route.ts", specifier) == expected


def test_a_package_declares_imports_of_its_own(tmp_path: Path) -> None:
    resolver = project(
        tmp_path, {"package.json": {"imports": {"#db": "./src/db.ts"}}, "src/db.ts": "", "src/a.ts": ""}
    )
    assert found(resolver, tmp_path, "src/a.ts", "#db") == "src/db.ts"


def test_code_that_is_installed_is_never_read(tmp_path: Path) -> None:
    config = {"compilerOptions": {"paths": {"*": ["./node_modules/*"]}}}
    resolver = project(tmp_path, {"tsconfig.json": config, "node_modules/zod/index.ts": "", "a.ts": ""})
    assert found(resolver, tmp_path, "a.ts", "zod") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"a": 1, // b\n /* c */ "d": [1, 2,],}', {"a": 1, "d": [1, 2]}),
        ('{"url": "http://x//y,}"}', {"url": "http://x//y,}"}),
        ("[1]", {}),
        ("{", {}),
        ("[" * 10_000, {}),
    ],
)
def test_json_with_comments(text: str, expected: object) -> None:
    assert parse_json(text) == expected


@pytest.mark.parametrize(
    ("specifier", "expected"),
    [
        ("@shop/billing", "packages/billing/src/index.ts"),
        ("@/lib/db", "lib/db.ts"),
        ("~steps", "lib/steps/index.ts"),
        ("@upstash/workflow/nextjs", None),
    ],
)
def test_a_project_with_aliases_and_a_workspace(specifier: str, expected: str | None) -> None:
    root = FIXTURES / "network-outside-step" / "nextjs_project"
    resolver = TypeScriptResolver(load, sdks=frozenset({"@upstash/workflow"}))
    assert found(resolver, root, "app/api/workflow/route.ts", specifier) == expected
