"""The bill of materials names wflint with its version, which CycloneDX does not find by itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tools.release.__main__ import ROOT, main
from wflint import __version__

STAND_IN = """\
import json, sys
if "missing" in sys.argv[-1]:
    sys.exit("no environment there")
print(json.dumps({"metadata": {"component": {"name": "wflint"}}, "components": [{"name": sys.argv[-1]}]}))
"""


@pytest.fixture(autouse=True)
def _cyclonedx(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stand-in for CycloneDX, which is installed only where a release is made."""
    (tmp_path / "cyclonedx_py.py").write_text(STAND_IN, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))


def test_the_bill_is_that_of_the_environment_and_has_the_version(tmp_path: Path) -> None:
    assert main(["bill", "some-environment", str(tmp_path / "bill.json")], ROOT) == 0
    bill = json.loads((tmp_path / "bill.json").read_text(encoding="utf-8"))
    assert bill["metadata"]["component"] == {
        "name": "wflint",
        "version": __version__,
        "purl": f"pkg:pypi/wflint@{__version__}",
    }
    assert bill["components"] == [{"name": "some-environment"}]


def test_what_cannot_be_described_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["bill", "missing", str(tmp_path / "bill.json")], ROOT)
    assert left.value.code == 2
    assert "missing cannot be described: no environment there" in capsys.readouterr().err
    assert not (tmp_path / "bill.json").exists()
