"""The npm package from its tarball, with what machines really have: Node alone, uv, pipx, an installed wflint."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from wflint import __version__

from .npm_project import ROOT, NpmProject

FOUND = "app/api/route.ts:4:15: warning[clock-outside-step] "
CHECK = ("check", "--output-format", "concise")


@pytest.mark.parametrize("manifest", ["npm/package.json", "editors/vscode/package.json"])
def test_a_manifest_has_the_version_of_this_checkout(manifest: str) -> None:
    assert json.loads((ROOT / manifest).read_text(encoding="utf-8"))["version"] == __version__


@pytest.mark.parametrize("package", ["npm", "editors/vscode"])
def test_a_package_has_the_licence_of_the_project(package: str) -> None:
    assert (ROOT / package / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()


def test_the_tarball_holds_what_runs_and_what_is_read_first(project: NpmProject) -> None:
    with tarfile.open(project.folder.parent / f"wflint-{__version__}.tgz") as tarball:
        names = {each.removeprefix("package/") for each in tarball.getnames()}
    scripts = {path.relative_to(ROOT / "npm").as_posix() for path in (ROOT / "npm").glob("*/*.js")}
    assert names == {"package.json", "README.md", "LICENSE", *scripts}


def test_node_alone_is_told_what_is_missing_in_one_sentence(project: NpmProject) -> None:
    ran = project.run("check")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == (
        "wflint: cannot run: the PATH has neither uv nor pipx nor an installed wflint; "
        "install uv, which needs no Python: https://docs.astral.sh/uv/\n"
    )


def test_an_installed_wflint_is_run(project: NpmProject) -> None:
    scripts = Path(sys.executable).parent
    ran = project.run(*CHECK, path=(project.only(scripts, "wflint"),))
    assert ran.returncode == 1, ran.stderr
    assert ran.stdout.startswith(FOUND)
    assert ran.stderr == ""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    done = _pip("wheel", "--no-deps", "--retries", "0", "--wheel-dir", str(folder), str(ROOT))
    if done.returncode:
        pytest.skip("no wheel can be built here, since no registry of packages can be reached")
    [built] = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with uv and pipx."""
    folder = tmp_path_factory.mktemp("tools")
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)  # noqa: S603 - our own
    python = folder / "bin" / "python"
    if _pip("install", "--retries", "0", "uv", "pipx", python=python).returncode:
        pytest.skip("uv and pipx cannot be installed here")
    return folder / "bin"


def _pip(*arguments: str, python: Path | str = sys.executable) -> subprocess.CompletedProcess[bytes]:
    command = [str(python), "-m", "pip", "--quiet", *arguments]
    return subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - our own


@pytest.mark.external
@pytest.mark.parametrize("tool", ["uv", "pipx"])
def test_a_wheel_is_run_with(project: NpmProject, wheel: Path, tools: Path, tool: str) -> None:
    direct = {"uv": ["tool", "run", "--from"], "pipx": ["run", "--spec"]}[tool]
    command = [str(tools / tool), *direct, str(wheel), "wflint", "--version"]
    environment = {**os.environ, **_trust(), "HOME": str(project.folder.parent)}
    if subprocess.run(command, env=environment, capture_output=True, check=False).returncode:  # noqa: S603 - our own
        pytest.skip(f"{tool} reaches no registry of packages")
    path = (
        project.only(tools, tool),
        project.only(Path(sys.executable).resolve().parent, "python3"),
        project.only(Path("/usr/bin"), "dirname", "realpath"),  # in what uv starts a program with
    )
    settings = {**_trust(), "WFLINT_WHEEL": str(wheel)}

    ran = project.run(*CHECK, path=path, settings=settings)
    assert ran.returncode == 1, ran.stderr
    assert ran.stdout.startswith(FOUND)
    assert "already on your PATH" not in ran.stderr

    ran = project.run("rule", "WF101", path=path, settings=settings)
    assert (ran.returncode, ran.stderr) == (0, "")


def _trust() -> dict[str, str]:
    """Return where the registry of packages is on this machine, and whom to trust."""
    settings = {name: text for name, text in os.environ.items() if name.startswith(("PIP_", "UV_"))}
    return settings | ({"SSL_CERT_FILE": settings["PIP_CERT"]} if "PIP_CERT" in settings else {})
