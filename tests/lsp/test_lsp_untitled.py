"""Documents that have no name yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from editor import applied, codes_of, editing
from handlers import BILL, CALLER, CLOCK, NOW, ROUTE

from wflint.languages import EDITOR_IDS
from wflint.lsp.untitled import path_of

if TYPE_CHECKING:
    from pathlib import Path

NEW = "untitled:Untitled-1"


async def test_one_is_checked_with_the_configuration_and_modules_of_the_workspace(tmp_path: Path) -> None:
    (tmp_path / "wflint.toml").write_text(
        'ignore = ["WF403"]\nlevels = { WF101 = "info" }\nmin-level = "info"\n'
    )
    (tmp_path / "clock.py").write_text(CLOCK)
    async with editing(tmp_path) as editor:
        editor.open(NEW, CALLER, "python")
        (found,) = (await editor.until_published(NEW, 1)).diagnostics
        assert (found.code, found.severity) == ("WF101", 3)
        related = {each.location.uri for each in found.related_information or ()}
        assert related == {NEW, editor.uri("clock.py")}
        assert "bill  line" in await editor.hover(NEW, NOW - 1, 12)
        editor.close(NEW)
        await editor.until_published(NEW, codes=[])


async def test_one_is_fixed_in_place_whatever_its_language(tmp_path: Path) -> None:
    async with editing(tmp_path) as editor:
        editor.open(NEW, ROUTE, "typescript")
        assert codes_of((await editor.until_published(NEW, 1)).diagnostics) == ["WF101"]
        line = ROUTE.splitlines().index("  const now = Date.now();")
        fix, *_ = await editor.actions(NEW, line)
        edit = await editor.edit_of(fix)
    assert edit is not None
    assert 'const now = await context.run("' in applied(ROUTE, edit, NEW)


async def test_one_in_another_language_is_left_alone(tmp_path: Path) -> None:
    async with editing(tmp_path) as editor:
        editor.open("untitled:Untitled-9", BILL, "markdown")
        assert codes_of(await editor.opened("app.py", BILL)) == ["WF101"]
        assert "untitled:Untitled-9" not in {each.uri for each in editor.published}


@pytest.mark.parametrize(
    ("uri", "language", "expected"),
    [
        ("untitled:Untitled-1", "python", "Untitled-1.py"),
        ("untitled:Untitled-1", "typescriptreact", "Untitled-1.tsx"),
        ("untitled:", "python", "untitled.py"),
        ("file://", "python", "untitled.py"),
        ("untitled:taken.py", "python", "taken-2.py"),
        ("untitled:{folder}/inner/a%20b.py", "python", "inner/a b.py"),
        ("untitled:{folder}/none/new.py", "python", "new.py"),
    ],
)
def test_the_file_that_one_stands_for(tmp_path: Path, uri: str, language: str, expected: str) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "taken.py").touch()
    found = path_of(uri.format(folder=tmp_path.as_posix()), EDITOR_IDS[language], tmp_path)
    assert found == (tmp_path / expected).resolve()


@pytest.mark.parametrize(("uri", "suffix"), [("untitled:a", None), ("file://", None), ("git:/a.py", ".py")])
def test_what_stands_for_no_file(tmp_path: Path, uri: str, suffix: str | None) -> None:
    assert path_of(uri, suffix, tmp_path) is None
