"""New steps keep to the line length of the project's formatter."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from fixing import body_of, fixed, handler

_IMPORTS = "import time\nimport uuid\nfrom datetime import datetime, timezone\n\n"
_LONG = 'reference_of_the_order = uuid.uuid4().hex\nawait context.run("end", lambda: print(reference_of_the_order))'
_ON_ONE_LINE = (
    'reference_of_the_order = await context.run("get-reference-of-the-order", lambda: uuid.uuid4().hex)'
)
_SPLIT = """\
reference_of_the_order = await context.run(
    "get-reference-of-the-order", lambda: uuid.uuid4().hex
)"""


def _fixed(folder: Path, body: str) -> str:
    path = folder / "shop" / "app.py"
    path.parent.mkdir(exist_ok=True)
    path.write_text(handler(body, _IMPORTS), encoding="utf-8")
    return next(iter(fixed(path).after.values()))


@pytest.mark.parametrize(
    ("name", "settings", "expected"),
    [
        ("pyproject.toml", "[tool.ruff]\nline-length = 88\n", _SPLIT),
        ("pyproject.toml", "[tool.ruff.lint]\nselect = []\n", _SPLIT),
        ("pyproject.toml", "[tool.black]\nline-length = 90\n", _SPLIT),
        ("pyproject.toml", "[tool.ruff]\nline-length = 120\n[tool.black]\n", _ON_ONE_LINE),
        ("pyproject.toml", "[tool.ruff]\nline-length = 'long'\n", _SPLIT),
        ("pyproject.toml", "[tool.isort]\nline_length = 60\n", _ON_ONE_LINE),
        ("pyproject.toml", "[tool.ruff\n", _ON_ONE_LINE),
        ("pyproject.toml", "tool = 1\n", _ON_ONE_LINE),
        ("ruff.toml", "line-length = 80\n", _SPLIT),
        (".ruff.toml", "", _SPLIT),
        ("setup.cfg", "[tool.ruff]\nline-length = 88\n", _ON_ONE_LINE),
    ],
)
def test_what_the_project_says_counts(tmp_path: Path, name: str, settings: str, expected: str) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / name).write_text(settings, encoding="utf-8")
    assert body_of(_fixed(tmp_path, _LONG)).startswith(f"{expected}\n")


def test_the_nearest_file_counts(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.ruff]\nline-length = 88\n", encoding="utf-8")
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "ruff.toml").write_text("line-length = 140\n", encoding="utf-8")
    assert _ON_ONE_LINE in body_of(_fixed(tmp_path, _LONG))


@pytest.mark.parametrize(
    "body",
    [
        "created_at_the_beginning = datetime.now(timezone.utc)\nawait context.run('end', lambda: print(created_at_the_beginning))",
        "created_at = datetime.now(timezone.utc).isoformat()  # for the books\nawait context.run('end', lambda: print(created_at))",
        "time.sleep(order['seconds_before_the_order'] + order['more'])\nawait context.run('end', print)",
        "return_after = order\nawait context.run('end', print)\nprint(uuid.uuid4().hex, return_after['customer'], return_after['address'])",
    ],
)
def test_the_result_is_as_ruff_formats_it(tmp_path: Path, body: str) -> None:
    config = tmp_path / "ruff.toml"
    config.write_text("line-length = 72\n", encoding="utf-8")
    path = tmp_path / "shop" / "app.py"
    path.parent.mkdir()
    path.write_text(handler(body, _IMPORTS), encoding="utf-8")
    command = [sys.executable, "-m", "ruff", "format", "--quiet", "--no-cache", f"--config={config}"]
    subprocess.run([*command, str(path)], check=True)  # noqa: S603 - our own program
    result = fixed(path)
    assert result.applied
    path.write_text(result.after["app.py"], encoding="utf-8")
    shown = subprocess.run([*command, "--diff", str(path)], capture_output=True, text=True, check=False)  # noqa: S603 - as above
    assert shown.stdout == ""


@pytest.mark.parametrize(
    "body",
    [
        'if order["is_long"] and order["is_known"] and uuid.uuid4().hex > order["key"]:\n    await context.run("end", print)',
        "key = (uuid.uuid4().hex + order['customer'] + order['address'])\nawait context.run('end', lambda: print(key))",
        "created_at_the_beginning_of_it = datetime.now(timezone.utc).isoformat()  # type: ignore\nawait context.run('end', lambda: print(created_at_the_beginning_of_it))",
    ],
)
def test_what_has_other_brackets_or_a_comment_about_its_line_stays_in_it(tmp_path: Path, body: str) -> None:
    (tmp_path / "ruff.toml").write_text("line-length = 60\n", encoding="utf-8")
    assert "run(\n" not in _fixed(tmp_path, body)


_ROUTE = """\
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  const reference = crypto.randomUUID();
  await context.run("store", () => console.log(reference));
  await context.run("tell", () => console.log(reference));
%s});
"""
_SHORT = '  const reference = await context.run("get-reference", () => crypto.randomUUID());\n'
_TWO_LINES = """\
  const reference = await context.run("get-reference", () =>
    crypto.randomUUID(),
  );
"""


@pytest.mark.parametrize(
    ("name", "settings", "line", "expected"),
    [
        (".prettierrc", '{ "printWidth": 100 }', "", _SHORT),
        (".prettierrc", "semi: true\nprintWidth: 100\n", "", _SHORT),
        (".prettierrc.json", "{}", 90 * "a", _TWO_LINES),
        ("prettier.config.mjs", "export default { printWidth: 60 };", 90 * "a", _TWO_LINES),
        ("biome.json", '{ "formatter": { "lineWidth": 120 } }', "", _SHORT),
        ("package.json", '{ "prettier": { "printWidth": 90 } }', "", _SHORT),
        ("package.json", '{ "dependencies": { "prettier": "3" } }', "", _TWO_LINES),
        ("pyproject.toml", "[tool.ruff]\nline-length = 120\n", "", _TWO_LINES),
        ("README.md", "", 90 * "a", _SHORT),
        ("README.md", "", f"// {90 * 'a'}", _TWO_LINES),
        ("README.md", "", f'a("{130 * "a"}")', _TWO_LINES),
        ("README.md", "", 130 * "a", _SHORT),
    ],
)
def test_steps_in_typescript_keep_to_the_formatter_or_to_the_file(
    tmp_path: Path, name: str, settings: str, line: str, expected: str
) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / name).write_text(settings, encoding="utf-8")
    path = tmp_path / "route.ts"
    path.write_text(_ROUTE % (f"  {line};\n" if line else ""), encoding="utf-8")
    assert expected in next(iter(fixed(path).after.values()))


def test_a_condition_is_split_as_well(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.ruff]\nline-length = 60\n", encoding="utf-8")
    body = body_of(_fixed(tmp_path, 'if time.time() > order:\n    await context.run("late", print)'))

    assert body.startswith(
        'if await context.run(\n    "check-order", lambda: time.time() > order\n):\n    await context.run("late", print)'
    )
