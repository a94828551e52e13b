"""Write what goes into repositories of others: SchemaStore's catalogue, and a mirror of the hooks for pre-commit.

A mirror has the hooks and one requirement, so that pre-commit installs wflint as a wheel instead of building a clone.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from string import Template
from typing import Final

from tools.release.home import home_of
from tools.release.version import version_of

_TEMPLATES: Final = Path(__file__).parent
_SCHEMA: Final = Path("wflint", "config", "wflint.schema.json")


def write_elsewhere(root: Path, out: Path) -> list[Path]:
    """Write all of it into a folder, which is emptied; return the files."""
    shutil.rmtree(out, ignore_errors=True)
    for path, text in {**_store(root), **_mirror(root)}.items():
        written = out / path
        written.parent.mkdir(parents=True, exist_ok=True)
        written.write_text(text, encoding="utf-8", newline="\n")
    return sorted(path for path in out.rglob("*") if path.is_file())


def _store(root: Path) -> dict[str, str]:
    """Return the files for a checkout of SchemaStore, and the entry to put among those of its catalogue."""
    schema = (root / _SCHEMA).read_text(encoding="utf-8")
    told = json.loads(schema)
    entry = {
        "name": told["title"],
        "description": told["description"],
        "fileMatch": ["wflint.toml"],
        "url": told["$id"],
    }
    return {
        "schemastore/catalog-entry.json": json.dumps(entry, indent=2) + "\n",
        "schemastore/src/schemas/json/wflint.json": schema,
        "schemastore/src/test/wflint/wflint.toml": _template("right.toml"),
        "schemastore/src/negative_test/wflint/wflint.toml": _template("wrong.toml"),
    }


def _mirror(root: Path) -> dict[str, str]:
    words = {"version": version_of(root), "source": home_of(root).source}
    return {
        "pre-commit-mirror/.pre-commit-hooks.yaml": (root / ".pre-commit-hooks.yaml").read_text(
            encoding="utf-8"
        ),
        "pre-commit-mirror/LICENSE": (root / "LICENSE").read_text(encoding="utf-8"),
        "pre-commit-mirror/README.md": Template(_template("mirror.md.template")).substitute(words),
        "pre-commit-mirror/pyproject.toml": Template(_template("mirror.toml.template")).substitute(words),
    }


def _template(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")
