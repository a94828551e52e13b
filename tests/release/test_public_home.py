"""The home of the project: one place tells it, and one command moves it."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
import yaml

from tools.release import ReleaseError, tracked_files
from tools.release.__main__ import ROOT, main
from tools.release.home import Home, home_of, move, new_home
from wflint import public_home
from wflint.tables.toml import parse_toml

pytestmark = pytest.mark.skipif(not (ROOT / ".git").exists(), reason="only a git checkout lists its files")

OTHER = Home("https://github.com/acme/replay-lint", "https://docs.acme.example/")
ADDRESS = re.compile(r"https?://[^\s\"'<>)\]}`|]*wflint[^\s\"'<>)\]}`|]*")
NAMED_SO = "https://json.schemastore.org/wflint.json"
"""What others call the schema; it stays where it is wherever the project moves."""


def _texts(root: Path, files: list[Path]) -> dict[str, str]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes().decode(errors="replace")
        for path in files
        if path.suffix not in {".png", ".svg"}
    }


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the files that name the home, which has moved."""
    root = tmp_path_factory.mktemp("moved")
    home = home_of(ROOT)
    copies = []
    for path in tracked_files(ROOT):
        content = path.read_bytes()
        if any(each.encode() in content for each in (*home, f"uses: {home.action}")):
            copies.append(root / path.relative_to(ROOT))
            copies[-1].parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copies[-1])
    assert set(move(root, copies, OTHER)) == set(copies)
    return root


def test_the_home_is_the_one_that_the_module_tells() -> None:
    assert home_of(ROOT) == (public_home.SOURCE, public_home.DOCUMENTATION)
    assert "placeholder" in str(public_home.__doc__)


def test_no_file_names_another_home() -> None:
    for name, text in _texts(ROOT, tracked_files(ROOT)).items():
        for address in ADDRESS.findall(text):
            known = address.removeprefix("git+").startswith(tuple(home_of(ROOT))) or address == NAMED_SO
            assert known, f"{name} names {address}"


def test_what_has_moved_names_the_old_home_nowhere(moved: Path) -> None:
    home = home_of(ROOT)
    for name, text in _texts(moved, [path for path in moved.rglob("*") if path.is_file()]).items():
        assert not any(each in text for each in (*home, f"uses: {home.action}")), name


def test_every_file_that_others_read_has_moved(moved: Path) -> None:
    def text(name: str) -> str:
        return (moved / name).read_text(encoding="utf-8")

    urls = parse_toml(text("pyproject.toml"))["project"]["urls"]  # type: ignore[index]  # a table
    assert {each.startswith(tuple(OTHER)) for each in urls.values()} == {True}
    for manifest in ("npm/package.json", "editors/vscode/package.json"):
        told = json.loads(text(manifest))
        assert told["homepage"].startswith(OTHER.documentation)
        assert told["bugs"] == f"{OTHER.source}/issues"
        assert told["repository"]["url"] == f"git+{OTHER.source}.git"
    assert parse_toml(text("zensical.toml"))["project"]["site_url"] == OTHER.documentation  # type: ignore[index]
    citation = yaml.safe_load(text("CITATION.cff"))
    assert (citation["repository-code"], citation["url"]) == (*OTHER,)
    [link] = yaml.safe_load(text(".github/ISSUE_TEMPLATE/config.yml"))["contact_links"]
    assert link["url"].startswith(OTHER.source)
    assert "uses: acme/replay-lint@v" in text("README.md")
    assert home_of(moved) == OTHER


@pytest.mark.parametrize(
    ("source", "documentation", "message"),
    [
        (
            "https://github.com/acme",
            OTHER.documentation,
            "is no repository: write https://github.com/OWNER/NAME",
        ),
        ("https://github.com/acme/it/", OTHER.documentation, "is no repository"),
        (OTHER.source, "https://docs.acme.example", "is no site: write https://HOST/ or https://HOST/PATH/"),
        (OTHER.source, "http://docs.acme.example/", "is no site"),
    ],
)
def test_what_is_no_address_is_refused(source: str, documentation: str, message: str) -> None:
    with pytest.raises(ReleaseError, match=re.escape(message)):
        new_home(source, documentation)


def test_a_home_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "wflint").mkdir()
    (tmp_path / "wflint" / "public_home.py").write_text("SOURCE = 1\n", encoding="utf-8")
    with pytest.raises(ReleaseError, match=r"wflint/public_home\.py has no line SOURCE"):
        home_of(tmp_path)


def test_the_command_refuses_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["home", "nowhere", OTHER.documentation])
    assert left.value.code == 2
    assert capsys.readouterr().err.endswith(
        "error: nowhere is no repository: write https://github.com/OWNER/NAME\n"
    )
