"""The npm package as its users have it: packed, installed into a project, and run with a PATH that says what the machine has."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
NEEDED = ("node", "npm", "npx", "sh")

ROUTE = """\
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  const now = Date.now();
  await context.run("check", () => "checked");
  await context.run("charge", () => console.log(now));
});
"""


def missing() -> str:
    """Return what keeps the package from being tried; empty where nothing does."""
    absent = [name for name in NEEDED if shutil.which(name) is None]
    return f"not installed: {', '.join(absent)}" if absent else ""


@dataclass(frozen=True)
class NpmProject:
    """A project with the package.

    Attributes:
        folder: Where it is.
        node: A folder for the PATH with what Node brings, and a shell for npx.
    """

    folder: Path
    node: Path

    def run(
        self,
        *arguments: str,
        path: tuple[Path, ...] = (),
        stdin: str = "",
        command: tuple[str, ...] = ("npx", "wflint"),
        settings: Mapping[str, str] | None = None,
    ) -> subprocess.CompletedProcess[str]:
        """Run wflint, where the machine has Node and the programs in some folders."""
        first = shutil.which(command[0], path=self.node)
        assert first is not None
        return subprocess.run(  # noqa: S603 - our own
            [first, *command[1:], *arguments],
            cwd=self.folder,
            env=self.environment(path, settings),
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )

    def environment(
        self, path: tuple[Path, ...] = (), settings: Mapping[str, str] | None = None
    ) -> dict[str, str]:
        """Return the environment of such a machine."""
        places = os.pathsep.join(map(str, [self.node, *path]))
        home = str(self.folder.parent)
        quiet = {"NPM_CONFIG_UPDATE_NOTIFIER": "false", "NO_COLOR": "1"}
        return {"PATH": places, "HOME": home, **quiet, **(settings or {})}

    def only(self, folder: Path, *names: str) -> Path:
        """Return a folder for the PATH with links to some programs of another folder."""
        alone = self.folder.parent / f"only-{'-'.join(names)}"
        if not alone.exists():
            alone.mkdir()
            for name in names:
                (alone / name).symlink_to(folder / name)
        return alone


def install(scratch: Path) -> NpmProject:
    """Pack the package, and install it into a new project with a handler."""
    node = scratch / "node"
    node.mkdir()
    for name in NEEDED:
        (node / name).symlink_to(str(shutil.which(name)))
    project = NpmProject(scratch / "project", node)
    (project.folder / "app" / "api").mkdir(parents=True)
    (project.folder / "app" / "api" / "route.ts").write_text(ROUTE, encoding="utf-8")
    (project.folder / "package.json").write_text('{"name": "shop", "private": true}', encoding="utf-8")
    packed = project.run(
        "pack", str(ROOT / "npm"), "--pack-destination", str(scratch), "--silent", command=("npm",)
    )
    assert packed.returncode == 0, packed.stderr
    tarball = f"../{packed.stdout.strip()}"
    done = project.run(
        "install", tarball, "--save-dev", "--offline", "--no-audit", "--no-fund", command=("npm",)
    )
    assert done.returncode == 0, done.stderr
    return project
