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
from handlers import BILL, CLEAN

from wflint.lsp.settings import ClientSettings
from wflint.tables.toml import parse_toml

REPOSITORY = Path(__file__).parents[2]
PAGE = (REPOSITORY / "docs" / "editors.md").read_text(encoding="utf-8")
MESSAGE = "`time.time()` gives another time on every delivery"


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
    (tmp_path / "project" / "app.py").write_text(BILL)
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
def test_neovim_shows_a_finding_applies_its_fix_and_saves_the_file(project: Path) -> None:
    version = run("nvim", "--version", project=project).stdout
    is_new = (int(version.split("v")[1].split(".")[0]), int(version.split(".")[1])) >= (0, 11)
    (project.parent / "init.lua").write_text(snippet("Neovim", "lua", 0 if is_new else 1))
    (project.parent / "drive.lua").write_text(_NEOVIM)
    command = ["nvim", "--headless", "--clean", "-u", "../init.lua", "app.py", "-c", "luafile ../drive.lua"]
    result = run(*command, project=project)
    assert result.returncode == 0, result.stderr
    assert f"wflint {MESSAGE}" in result.stdout
    assert (project / "app.py").read_text() == CLEAN


_EMACS = """
(require 'eglot)
(setq eglot-sync-connect 30 eglot-confirm-server-initiated-edits nil)
(defun wait-for (what done)
  (with-timeout (30 (error "waited in vain for %s" what))
    (while (not (funcall done)) (accept-process-output nil 0.05))))
(find-file "app.py")
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
def test_emacs_shows_a_finding_applies_its_fix_and_saves_the_file(project: Path) -> None:
    if not _emacs_has_eglot():
        pytest.skip("Emacs is not installed: apt-get install emacs-nox elpa-eglot")
    (project.parent / "init.el").write_text(f"(package-initialize)\n{snippet('Emacs', 'elisp')}")
    (project.parent / "drive.el").write_text(_EMACS)
    command = ["emacs", "--batch", "-l", "../init.el", "-l", "../drive.el"]
    result = run(*command, project=project)
    assert result.returncode == 0, result.stderr
    assert MESSAGE in result.stderr
    assert (project / "app.py").read_text() == CLEAN


def test_the_configuration_of_helix_names_the_server() -> None:
    given: dict[str, Any] = parse_toml(snippet("Helix", "toml"))
    assert given["language-server"] == {
        "wflint": {"command": "wflint", "args": ["lsp"], "config": {"wflint": {"runHints": True}}}
    }
    assert [each["language-servers"][-1] for each in given["language"]] == ["wflint"]


def test_the_configuration_of_zed_starts_the_server_under_a_name_that_python_uses() -> None:
    given = json.loads(snippet("Zed", "json"))
    ((name, server),) = given["lsp"].items()
    assert server["binary"] == {"path": "wflint", "arguments": ["lsp"]}
    assert name in given["languages"]["Python"]["language_servers"]


def test_the_configuration_of_sublime_text_starts_the_server_for_python() -> None:
    server = json.loads(snippet("Sublime Text", "json"))["clients"]["wflint"]
    assert (server["command"], server["selector"]) == (["wflint", "lsp"], "source.python")


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
    assert {key: value["default"] for key, value in given.items() if key not in own} == {
        f"wflint.{key}": value for key, value in defaults.items() if key not in by_itself
    }
