"""Trees that a stranger might hand over: each function fills a folder that holds `app.py`, a handler with one mistake."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Final

Fill = Callable[[Path], None]
ZERO: Final = "/dev/zero"
COMMAND: Final = "::error::pwned"
ESCAPE: Final = "\x1b]0;pwned\x07"

_TYPESCRIPT: Final = """\
import { serve } from "@upstash/workflow/nextjs";
import { helper } from "@/helper";
import { other } from "member";

export const { POST } = serve(async (context) => {
  await context.run("a", () => helper(other()));
});
"""
_SPECIAL: Final[dict[str, Fill]] = {}


def tree(fill: Fill) -> Fill:
    _SPECIAL[fill.__name__] = fill
    return fill


def _pipe(name: str) -> Fill:
    return lambda folder: os.mkfifo(_place(folder, name))


def _endless(name: str) -> Fill:
    return lambda folder: _place(folder, name).symlink_to(ZERO)


def _circle(name: str) -> Fill:
    return lambda folder: _place(folder, name).symlink_to(Path(name).name)


def _folder(name: str) -> Fill:
    return lambda folder: _place(folder, name).mkdir()


def _text(name: str, text: str) -> Fill:
    return lambda folder: _write(_place(folder, name), text)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", errors="surrogateescape")


def _place(folder: Path, name: str) -> Path:
    """Where a file goes; what reads it lies beside it."""
    if name.endswith((".json", ".yaml")):
        _write(folder / "app.ts", _TYPESCRIPT)
    return folder / name


READ: Final = (
    "helper.py", "pyproject.toml", "wflint.toml", ".gitignore", "tsconfig.json", "package.json", "package-lock.json",
    "pnpm-workspace.yaml", "requirements.txt", ".env", "uv.lock",
)  # fmt: skip
"""Files that are read because they lie there."""

_CONFIGURATION: Final = {
    "a rule that is a command": f'select = ["x\\n{COMMAND}"]',
    "a baseline that is a command": f'baseline = "a\\n{COMMAND}"',
    "a folder that is a command": f'src = ["a\\n{COMMAND}"]',
    "a file that is a command": f'extend = "a\\n{COMMAND}"',
    "a key that is a command": f'"a\\n{COMMAND}" = 1',
    "a key with an escape": '"\\u001b]0;pwned\\u0007" = 1',
    "a table with an escape": '["\\u001b]0;pwned\\u0007"]',
    "a command of Azure": 'select = ["##vso[task.setvariable variable=PATH]x"]',
    "lists in lists": "exclude = " + "[" * 5000,
    "tables in tables": "x = " + "{a=" * 5000,
    "a key of many parts": ".".join("a" * 20_000) + " = 1",
    "a header of many parts": "[" + ".".join("a" * 20_000) + "]",
    "a very long list": "exclude = [\n" + '"x",\n' * 20_000 + "]\nnonsense = 1",
    "a pattern that backtracks": f'exclude = ["{"*a" * 40}b"]',
    "code of the whole disk": 'src = ["/"]',
    "a baseline outside": 'baseline = "../outside.txt"',
    "a baseline without an end": f'baseline = "{ZERO}"',
    "itself": 'extend = "wflint.toml"',
    "a device": f'extend = "{ZERO}"',
    "no text": "\udcff\udcfe",
    "an integer of many digits": "step-timeout = " + "9" * 10_000,
    "effects of everything": '[effects]\n"*" = "none"\n"\\u001b" = "none"',
}
_CODE: Final = {
    "a sum that is long": "v = " + " + ".join(["a"] * 2000),
    "a choice that is long": "v = " + " or ".join(["a"] * 2000),
    "a deep negation": "v = " + "not " * 2500 + "a",
    "a deeper negation": "v = " + "not " * 10_000 + "a",
    "functions in functions": "v = " + "lambda: " * 1500 + "a",
    "many alternatives": "if a:\n        pass\n"
    + "".join(f"    elif a == {each}: pass\n" for each in range(2000)),
    "text that doubles": "v = 'a' * 64\n" + "    v += v\n" * 34 + "    step(v)",
    "text of a giant width": 'v = "%9999999999d" % 1\n    step(v)',
    "text of a giant width in an f-string": 'v = f"{1:9999999999d}"\n    step(v)',
    "a list of a giant length": "v = [0] * 9999999999\n    step(v)",
    "a power of a power": "v = 10 ** 10 ** 10\n    step(v)",
    "a list that doubles": "v = [a]\n" + "    v = v + v\n" * 40 + "    step(v)",
    "a list that holds itself twice": "v = [a]\n" + "    v = [v, v]\n" * 40 + "    step(v)",
    "a number that squares itself": "v = 10\n" + "    v *= v\n" * 40 + "    step(v)",
    "an integer of many digits": f"v = f'{{{'9' * 5000}}}'\n    step({{{'9' * 5000}: 1}})",
    "a list of all numbers": "v = list(range(10 ** 12))\n    step(v)",
    "a name that is a command": f'DBOS.set_event("\\n{COMMAND}", "{COMMAND}")',
    "a name with an escape": f'DBOS.set_event("{ESCAPE}", 1)',
}


def _configured(text: str) -> Fill:
    return _text("wflint.toml", text)


def _coded(line: str) -> Fill:
    def fill(folder: Path) -> None:
        code = (folder / "app.py").read_text(encoding="utf-8")
        _write(folder / "app.py", code.replace("    return", f"    {line}\n    return"))

    return fill


@tree
def names_of_files_that_are_commands(folder: Path) -> None:
    code = (folder / "app.py").read_text(encoding="utf-8")
    for name in (f"{COMMAND}.py", "a\n::error::pwned.py", f"{ESCAPE}.py", "##[error]pwned.py", "\udcff.py"):
        _write(folder / name.replace("/", ""), code)


@tree
def modules_named_like_those_of_wflint(folder: Path) -> None:
    for name in ("libcst", "rich", "click", "tomllib", "pathspec", "wflint", "json", "sitecustomize"):
        _write(folder / f"{name}.py", 'open("/tmp/pwned", "w").write("pwned")\nraise SystemExit(7)\n')
    code = (folder / "app.py").read_text(encoding="utf-8")
    _write(folder / "app.py", f"import libcst, rich, click, tomllib, pathspec, wflint, json\n{code}")


@tree
def a_repository_that_names_programs(folder: Path) -> None:
    git = folder / ".git"
    for inner in ("hooks", "info", "objects", "refs"):
        (git / inner).mkdir(parents=True)
    program = folder / "program"
    _write(program, f"#!/bin/sh\ntouch '{folder.parent}/pwned'\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    _write(git / "HEAD", "ref: refs/heads/main\n")
    _write(
        git / "config", f"[core]\n\tfsmonitor = {program}\n\tpager = {program}\n\tsshCommand = {program}\n"
    )
    (git / "info" / "exclude").symlink_to(ZERO)


@tree
def a_file_that_is_a_pipe_and_is_imported(folder: Path) -> None:
    os.mkfifo(folder / "helper.py")
    code = (folder / "app.py").read_text(encoding="utf-8")
    _write(
        folder / "app.py", code.replace("time.time()", "helper.now()").replace("import time", "import helper")
    )


@tree
def a_folder_that_leads_to_itself(folder: Path) -> None:
    (folder / "inner").mkdir()
    (folder / "inner" / "outer").symlink_to(folder)
    (folder / "disk").symlink_to("/")


@tree
def packages_that_lead_outside(folder: Path) -> None:
    _write(folder / "app.ts", _TYPESCRIPT)
    _write(
        folder / "package.json", '{"workspaces": ["../../../../../../etc/*", "**/**/**/**/**"], "name": "x"}'
    )
    _write(
        folder / "tsconfig.json",
        '{"extends": "./tsconfig.json", "compilerOptions": {"paths": {"@/*": ["../../../../../../etc/*"]}}}',
    )


@tree
def deep_json(folder: Path) -> None:
    _write(folder / "app.ts", _TYPESCRIPT)
    _write(folder / "tsconfig.json", '{"a":' * 50_000)
    _write(folder / "package.json", "[" * 100_000)


@tree
def deep_typescript(folder: Path) -> None:
    _write(folder / "sum.ts", _TYPESCRIPT.replace("other()", " + ".join(["other()"] * 2000)))
    _write(folder / "not.ts", _TYPESCRIPT.replace("other()", "!" * 5000 + "other()"))
    _write(folder / "arrows.ts", _TYPESCRIPT.replace("other()", "() => " * 1500 + "other()"))


TREES: Final[dict[str, Fill]] = {
    **{f"{name} is a pipe": _pipe(name) for name in READ},
    **{f"{name} has no end": _endless(name) for name in READ},
    **{f"{name} leads to itself": _circle(name) for name in READ},
    **{f"{name} is a folder": _folder(name) for name in READ},
    **{f"configuration: {name}": _configured(text) for name, text in _CONFIGURATION.items()},
    **{f"code: {name}": _coded(line) for name, line in _CODE.items()},
    **_SPECIAL,
}
