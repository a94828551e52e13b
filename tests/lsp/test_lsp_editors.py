"""Real editors with the configuration that docs/editors.md gives them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from handlers import BILL, CLEAN, ROUTE

from wflint.languages import EDITOR_IDS
from wflint.lsp.settings import ClientSettings
from wflint.tables.toml import parse_toml

REPOSITORY = Path(__file__).parents[2]
PAGE = (REPOSITORY / "docs" / "editors.md").read_text(encoding="utf-8")
MESSAGE = "()` reads a different time on every delivery"
FIXED_ROUTE = ROUTE.replace("Date.now()", 'await context.run("get-now", () => Date.now())')
FILES = {"app.py": (BILL, CLEAN), "route.ts": (ROUTE, FIXED_ROUTE), "route.js": (ROUTE, FIXED_ROUTE)}
"""Handlers, and what their fix makes of them."""


def snippet(heading: str, language: str, number: int = 0) -> str:
    section = PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    found: list[str] = re.findall(rf"```{language}\n(.*?)```", section, re.DOTALL)
    return found[number]


def run(*command: str, project: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603
        command,
        cwd=project,
        env=environment(project.parent),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def environment(folder: Path) -> dict[str, str]:
    scripts = Path(sys.executable).parent
    path = f"{scripts}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "HOME": str(folder), "XDG_STATE_HOME": str(folder)}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "project").mkdir()
    (tmp_path / "project" / "wflint.toml").touch()
    for name, (text, _) in FILES.items():
        (tmp_path / "project" / name).write_text(text)
    return tmp_path / "project"


_NEOVIM = """
vim.ui.select = function(items, _, choose) choose(items[1], 1) end
local function wait(what, done)
  if not vim.wait(30000, done, 50) then
    io.stderr:write("waited in vain for " .. what)
    vim.cmd("cquit")
  end
end
wait("diagnostics", function() return #vim.diagnostic.get(0) > 0 end)
for _, each in ipairs(vim.diagnostic.get(0)) do
  io.stdout:write(each.lnum .. " " .. each.source .. " " .. each.message .. "\\n")
end
vim.api.nvim_win_set_cursor(0, { vim.diagnostic.get(0)[1].lnum + 1, 12 })
vim.lsp.buf.code_action()
wait("the fix", function() return vim.bo.modified end)
vim.cmd("write")
wait("no diagnostics", function() return #vim.diagnostic.get(0) == 0 end)
vim.cmd("quit")
"""


@pytest.mark.external
@pytest.mark.skipif(shutil.which("nvim") is None, reason="Neovim is not installed: apt-get install neovim")
@pytest.mark.parametrize("name", FILES)
def test_neovim_shows_a_finding_applies_its_fix_and_saves_the_file(project: Path, name: str) -> None:
    version = run("nvim", "--version", project=project).stdout
    is_new = (int(version.split("v")[1].split(".")[0]), int(version.split(".")[1])) >= (0, 11)
    (project.parent / "init.lua").write_text(snippet("Neovim", "lua", 0 if is_new else 1))
    (project.parent / "drive.lua").write_text(_NEOVIM)
    command = ["nvim", "--headless", "--clean", "-u", "../init.lua", name, "-c", "luafile ../drive.lua"]
    result = run(*command, project=project)
    assert result.returncode == 0, result.stderr
    assert MESSAGE in result.stdout
    assert (project / name).read_text() == FILES[name][1]


_EMACS = """
(require 'eglot)
(setq eglot-sync-connect 30 eglot-confirm-server-initiated-edits nil)
(defun wait-for (what done)
  (with-timeout (30 (error "waited in vain for %s" what))
    (while (not (funcall done)) (accept-process-output nil 0.05))))
(find-file (getenv "OPENED"))
(apply #'eglot--connect (eglot--guess-contact))
(wait-for "a server" #'eglot-current-server)
(flymake-mode 1)
(wait-for "diagnostics" (lambda () (flymake-start) (flymake-diagnostics)))
(dolist (each (flymake-diagnostics))
  (message "%d %s" (line-number-at-pos (flymake-diagnostic-beg each)) (flymake-diagnostic-text each)))
(let* ((place (flymake-diagnostic-beg (car (flymake-diagnostics))))
       (actions (eglot-code-actions place place "quickfix"))
       (fix (seq-find (lambda (each) (eq t (plist-get each :isPreferred))) actions)))
  (eglot--apply-workspace-edit (plist-get fix :edit)))
(save-buffer)
"""


def _emacs_has_eglot() -> bool:
    if shutil.which("emacs") is None:
        return False
    command = ["emacs", "--batch", "--eval", "(progn (package-initialize) (require 'eglot))"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0  # noqa: S603


@pytest.mark.external
@pytest.mark.parametrize("name", ["app.py", "route.js"])  # from version 29 on Emacs knows TypeScript
def test_emacs_shows_a_finding_applies_its_fix_and_saves_the_file(
    project: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not _emacs_has_eglot():
        pytest.skip("Emacs is not installed: apt-get install emacs-nox elpa-eglot")
    (project.parent / "init.el").write_text(f"(package-initialize)\n{snippet('Emacs', 'elisp')}")
    (project.parent / "drive.el").write_text(_EMACS)
    monkeypatch.setenv("OPENED", name)
    command = ["emacs", "--batch", "-l", "../init.el", "-l", "../drive.el"]
    result = run(*command, project=project)
    assert result.returncode == 0, result.stderr
    assert MESSAGE in result.stderr
    assert (project / name).read_text() == FILES[name][1]


@pytest.mark.parametrize(("heading", "number"), [("Neovim", 0), ("Neovim", 1), ("Emacs", 0), ("Emacs", 1)])
def test_the_configuration_names_every_language(heading: str, number: int) -> None:
    given = snippet(heading, "lua" if heading == "Neovim" else "elisp", number)
    names = set(re.findall(r'"(\w+)"', given)) | set(re.findall(r"(\w+)-mode\b", given))
    # Eglot has no mode of its own for JSX.
    missing = {"javascriptreact"} if (heading, number) == ("Emacs", 0) else set()
    assert set(EDITOR_IDS) - missing <= names


def test_the_configuration_of_helix_names_the_server() -> None:
    given: dict[str, Any] = parse_toml(snippet("Helix", "toml"))
    assert given["language-server"] == {
        "wflint": {"command": "wflint", "args": ["lsp"], "config": {"wflint": {"runHints": True}}}
    }
    servers = {each["name"]: each["language-servers"] for each in given["language"]}
    assert sorted(servers) == ["javascript", "jsx", "python", "tsx", "typescript"]
    assert {each[-1] for each in servers.values()} == {"wflint"}


def test_the_configuration_of_zed_starts_the_server_under_names_that_its_languages_use() -> None:
    given = json.loads(snippet("Zed", "json"))
    for server in given["lsp"].values():
        assert server["binary"] == {"path": "wflint", "arguments": ["lsp"]}
    used = {language: set(each["language_servers"]) for language, each in given["languages"].items()}
    assert sorted(used) == ["JavaScript", "Python", "TSX", "TypeScript"]
    assert all(len(names & given["lsp"].keys()) == 1 for names in used.values())


def test_the_configuration_of_sublime_text_starts_the_server_for_every_language() -> None:
    server = json.loads(snippet("Sublime Text", "json"))["clients"]["wflint"]
    assert server["command"] == ["wflint", "lsp"]
    assert server["selector"].split(" | ") == [
        f"source.{each}" for each in ("python", "ts", "tsx", "js", "jsx")
    ]


def test_visual_studio_code_starts_the_extension_for_every_language() -> None:
    manifest = json.loads((REPOSITORY / "editors" / "vscode" / "package.json").read_text(encoding="utf-8"))
    assert sorted(manifest["activationEvents"]) == sorted(f"onLanguage:{each}" for each in EDITOR_IDS)


def test_the_page_and_the_extension_know_every_setting_with_its_default() -> None:
    def camel(name: str) -> str:
        first, *others = name.split("_")
        return first + "".join(map(str.capitalize, others))

    defaults = {camel(each.name): getattr(ClientSettings(), each.name) for each in fields(ClientSettings)}
    rows = dict(re.findall(r"^\| `(\w+)` \| `([^`]*)` \|", PAGE, re.MULTILINE))
    assert {key: json.loads(value) for key, value in rows.items()} == defaults
    manifest = json.loads((REPOSITORY / "editors" / "vscode" / "package.json").read_text(encoding="utf-8"))
    given = manifest["contributes"]["configuration"]["properties"]
    own = {"wflint.path", "wflint.trace.server"}
    by_itself = {"asksForReasons", "showsWorkflows"}
    known = {key: value for key, value in given.items() if "deprecationMessage" not in value}
    assert {key: value["default"] for key, value in known.items() if key not in own} == {
        f"wflint.{key}": value for key, value in defaults.items() if key not in by_itself
    }
