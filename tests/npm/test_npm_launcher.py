"""How the npm package chooses what runs wflint, with stand-ins for uv, pipx and wflint that write down what they are asked."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import hear_interrupts

from wflint import __version__
from wflint.tables.toml import parse_toml

from .npm_project import ROOT, NpmProject

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-ins are shell scripts")
PYTHON = parse_toml((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["requires-python"]  # type: ignore[index]
BIN = ("node", "node_modules/wflint/bin/wflint.js")
LOG = "log.txt"
WHEEL = {"WFLINT_WHEEL": "own.whl"}
_SCRIPT = """\
#!/bin/sh
for last; do :; done
if [ "$last" = --version ]; then {version}; exit; fi
printf '%s\\n' '{name}' "$@" > log.txt
{body}
"""


def stand_in(
    folder: Path, name: str, *, version: str = f"echo wflint {__version__}", body: str = ":"
) -> Path:
    """Write a program; return its folder."""
    folder.mkdir(exist_ok=True)
    program = folder / name
    program.write_text(_SCRIPT.format(name=name, version=version, body=body), encoding="utf-8")
    program.chmod(0o755)
    return folder


def asked(project: NpmProject) -> list[str]:
    """Return the name of the program that ran last, and its arguments; forget them."""
    log = project.folder / LOG
    lines = log.read_text(encoding="utf-8").split("\n")[:-1] if log.exists() else []
    log.unlink(missing_ok=True)
    return lines


def run(project: NpmProject, *arguments: str, path: Path, stdin: str = "") -> tuple[int, str, str]:
    ran = project.run(*arguments, path=(path,), stdin=stdin, command=BIN)
    return ran.returncode, ran.stdout, ran.stderr


_WAITING = "i=0; while [ $i -lt 400 ]; do i=$((i+1)); /bin/sleep 0.05; done"
"""Half a minute or so, in which traps are run."""

UV = ["uv", "tool", "run", "--python", PYTHON, "--from", f"wflint=={__version__}", "wflint"]
PIPX = ["pipx", "run", "--spec", f"wflint=={__version__}", "wflint"]


def test_uv_comes_first_then_pipx_then_what_is_installed(project: NpmProject, tmp_path: Path) -> None:
    for name, expected in (("wflint", ["wflint"]), ("pipx", PIPX), ("uv", UV)):
        folder = stand_in(tmp_path / "bin", name)
        assert run(project, "check", path=folder) == (0, "", "")
        assert asked(project) == [*expected, "check"]


def test_what_cannot_get_wflint_is_passed_over_and_says_why(project: NpmProject, tmp_path: Path) -> None:
    folder = stand_in(tmp_path / "bin", "uv", version="echo no network >&2; exit 1")
    stand_in(folder, "pipx")
    assert run(project, "check", path=folder) == (0, "", "no network\n")
    assert asked(project) == [*PIPX, "check"]


def test_where_nothing_can_get_wflint_one_sentence_follows_the_reason(
    project: NpmProject, tmp_path: Path
) -> None:
    folder = stand_in(tmp_path / "bin", "uv", version="echo no network >&2; exit 1")
    code, out, err = run(project, "check", path=folder)
    assert (code, out) == (2, "")
    assert err == (
        "no network\n"
        f"wflint: cannot run: wflint=={__version__} could not be installed or started, for the reason above\n"
    )


def test_arguments_reach_wflint_as_they_are(project: NpmProject, tmp_path: Path) -> None:
    folder = stand_in(tmp_path / "bin", "uv")
    given = ["check", "a b", "", "*", "$(touch made)", '"quoted"', "--", "--help", "ä👍"]
    assert run(project, *given, path=folder)[0] == 0
    assert asked(project) == [*UV, *given]


@pytest.mark.parametrize("code", [0, 1, 2, 130])
def test_exit_codes_and_streams_are_those_of_wflint(project: NpmProject, tmp_path: Path, code: int) -> None:
    body = f'read line; echo "out $line"; echo "err $line" >&2; exit {code}'
    folder = stand_in(tmp_path / "bin", "pipx", body=body)
    assert run(project, "check", "-", path=folder, stdin="typed\n") == (code, "out typed\n", "err typed\n")


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_signals_reach_wflint(project: NpmProject, tmp_path: Path, sent: signal.Signals) -> None:
    name = sent.name.removeprefix("SIG")
    body = f"trap 'echo got {name}; exit 7' {name}; echo ready; {_WAITING}; exit 9"
    folder = stand_in(tmp_path / "bin", "uv", body=body)
    process = started(project, folder)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.send_signal(sent)
    assert process.communicate(timeout=60)[0] == f"got {name}\n"
    assert process.returncode == 7


def test_the_end_by_a_signal_is_the_end_of_this_process_too(project: NpmProject, tmp_path: Path) -> None:
    folder = stand_in(tmp_path / "bin", "uv", body="kill -TERM $$")
    process = started(project, folder)
    process.communicate(timeout=30)
    assert process.returncode == -signal.SIGTERM


def started(project: NpmProject, path: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603 - our own
        [str(project.node / BIN[0]), BIN[1], "lsp"],
        cwd=project.folder,
        env=project.environment((path,)),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=hear_interrupts,  # noqa: PLW1509 - no thread runs yet
    )


def test_an_installed_wflint_of_another_version_runs_and_is_named(
    project: NpmProject, tmp_path: Path
) -> None:
    folder = stand_in(tmp_path / "bin", "wflint", version="echo wflint 0.0.7", body="exit 1")
    code, out, err = run(project, "check", path=folder)
    assert (code, out) == (1, "")
    assert err.startswith(
        f"wflint: {folder}/wflint is version 0.0.7, not {__version__}, and runs all the same;"
    )
    assert err.count("\n") == 1
    assert asked(project) == ["wflint", "check"]


def test_one_of_the_right_version_is_taken_wherever_it_is(project: NpmProject, tmp_path: Path) -> None:
    older = stand_in(tmp_path / "older", "wflint", version="echo wflint 0.0.7")
    newer = stand_in(tmp_path / "newer", "wflint")
    ran = project.run("check", path=(older, newer), command=BIN)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert asked(project) == ["wflint", "check"]


def test_the_package_does_not_take_itself_for_the_program(project: NpmProject, tmp_path: Path) -> None:
    # npx has the link on the PATH; pnpm writes scripts that start the package.
    start = f'exec "{project.folder}/{BIN[1]}" "$@"'
    (tmp_path / "wflint").write_text(f"#!/bin/sh\n{start}\n", encoding="utf-8")
    (tmp_path / "wflint").chmod(0o755)
    links = project.folder / "node_modules" / ".bin"
    ran = project.run("check", path=(links, tmp_path), command=BIN)
    assert ran.returncode == 2
    assert ran.stderr.startswith(
        "wflint: cannot run: the PATH has neither uv nor pipx nor an installed wflint;"
    )
    assert ran.stderr.count("\n") == 1


def test_a_wheel_takes_the_place_of_the_published_version(project: NpmProject, tmp_path: Path) -> None:
    folder = stand_in(tmp_path / "bin", "wflint")
    ran = project.run("check", path=(folder,), command=BIN, settings=WHEEL)
    assert ran.returncode == 2
    assert "the PATH has neither uv nor pipx;" in ran.stderr
    for name in ("pipx", "uv"):
        stand_in(folder, name)
        assert project.run("check", path=(folder,), command=BIN, settings=WHEEL).returncode == 0
        assert asked(project)[-3:] == [str(project.folder / "own.whl"), "wflint", "check"]


def test_folders_and_files_that_are_no_programs_are_passed_over(project: NpmProject, tmp_path: Path) -> None:
    folder = stand_in(tmp_path / "bin", "pipx")
    (folder / "uv").mkdir()
    (folder / "wflint").write_text("no program", encoding="utf-8")
    assert run(project, "check", path=folder)[0] == 0
    assert asked(project) == [*PIPX, "check"]
