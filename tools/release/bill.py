"""Write the bill of materials: what an installation of wflint brings along, in the form of CycloneDX."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tools.release import ReleaseError
from tools.release.version import version_of


def write_bill(root: Path, environment: Path, out: Path) -> None:
    """Write the bill of an environment in which nothing but wflint has been installed.

    Raises:
        ReleaseError: It cannot be read.
    """
    command = [sys.executable, "-m", "cyclonedx_py", "environment", "--output-reproducible"]
    command += ["--pyproject", str(root / "pyproject.toml"), "--mc-type", "application", str(environment)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - its own command
    if done.returncode:
        raise ReleaseError(f"{environment} cannot be described: {done.stderr}")
    bill = json.loads(done.stdout)
    # The version is not in pyproject.toml, where CycloneDX looks for it.
    version = version_of(root)
    bill["metadata"]["component"] |= {"version": version, "purl": f"pkg:pypi/wflint@{version}"}
    out.write_text(json.dumps(bill, indent=2) + "\n", encoding="utf-8")
