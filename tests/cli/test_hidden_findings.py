"""What hides findings is counted, and named: in the summary, in JSON, in SARIF and with `-v`."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from command_line import HANDLER, run

COMMENTED = HANDLER.replace("time.time()\n", "time.time()  # wflint: ignore[WF101] the bill says so\n")
SCHEMA = json.loads(
    (Path(__file__).parents[1] / "report" / "sarif-schema-2.1.0.json").read_text(encoding="utf-8")
)
NOTHING = {"ignore_comments": 0, "per_file_ignores": 0, "baseline": 0, "min_level": 0, "diff_base": 0}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bill.py").write_text(HANDLER, encoding="utf-8")
    return tmp_path


def hidden(*options: str) -> dict[str, int]:
    """Return the counts in JSON that are not 0; what is remembered says the same."""
    texts = [run("check", "--output-format", "json", *options).stdout for _ in range(2)]
    assert texts[0] == texts[1]
    counts: dict[str, int] = json.loads(texts[0])["summary"]["hidden"]
    assert set(counts) == set(NOTHING)
    return {name: number for name, number in counts.items() if number}


def suppressed(*options: str) -> list[dict[str, Any]]:
    """Return the results in SARIF that are marked as suppressed."""
    log = json.loads(run("check", "--output-format", "sarif", *options).stdout)
    jsonschema.Draft7Validator(SCHEMA).validate(log)
    return [result for result in log["runs"][0]["results"] if "suppressions" in result]


def configure(folder: Path, text: str) -> None:
    (folder / "wflint.toml").write_text(text, encoding="utf-8")


def test_without_anything_that_hides_nothing_is_counted() -> None:
    assert hidden() == {}
    assert suppressed("--show-suppressed") == []
    assert "hidden" not in run("check").stdout


def test_an_ignore_comment(folder: Path) -> None:
    (folder / "bill.py").write_text(COMMENTED, encoding="utf-8")
    assert hidden() == {"ignore_comments": 1}
    [result] = suppressed("--show-suppressed")
    [suppression] = result["suppressions"]
    assert (suppression["kind"], suppression["justification"]) == ("inSource", "the bill says so")
    region = suppression["location"]["physicalLocation"]["region"]
    line = COMMENTED.splitlines()[region["startLine"] - 1]
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1].startswith("# wflint: ignore[WF101]")
    assert "fixes" not in result


def test_a_comment_without_a_reason_has_no_justification(folder: Path) -> None:
    (folder / "bill.py").write_text(COMMENTED.replace(" the bill says so", ""), encoding="utf-8")
    [result] = suppressed("--show-suppressed")
    assert "justification" not in result["suppressions"][0]


def test_per_file_ignores(folder: Path) -> None:
    configure(folder, 'per-file-ignores = { "bill.py" = ["WF1"] }\n')
    assert hidden() == {"per_file_ignores": 1}
    assert run("check").stdout.endswith("1 finding is hidden by `per-file-ignores`.\n")
    [result] = suppressed("--show-suppressed")
    assert result["suppressions"] == [
        {"kind": "external", "status": "accepted", "justification": "per-file-ignores: bill.py"}
    ]


def test_a_comment_in_a_file_that_is_ignored_is_counted_once(folder: Path) -> None:
    (folder / "bill.py").write_text(COMMENTED, encoding="utf-8")
    configure(folder, 'per-file-ignores = { "bill.py" = ["WF1"] }\n')
    assert hidden() == {"per_file_ignores": 1}


def test_a_baseline(folder: Path) -> None:
    configure(folder, 'baseline = "known.txt"\n')
    run("baseline")
    assert hidden() == {"baseline": 1}
    [result] = suppressed("--show-suppressed")
    assert result["suppressions"] == [
        {"kind": "external", "status": "accepted", "justification": "baseline: known.txt"}
    ]


def test_a_level(folder: Path) -> None:
    configure(folder, 'levels = { WF101 = "info" }\n')
    assert hidden() == {"min_level": 1}
    (folder / "bill.py").write_text(COMMENTED, encoding="utf-8")
    assert hidden() == {}, "neither is what a comment silences below the level"
    assert hidden("--min-level", "info") == {"ignore_comments": 1}


def test_unchanged_lines(folder: Path) -> None:
    (folder / "other.py").write_text(COMMENTED, encoding="utf-8")
    for command in (
        ["init", "-q"],
        ["add", "."],
        ["-c", "user.name=x", "-c", "user.email=x", "commit", "-qmx"],
    ):
        subprocess.run(["git", *command], check=True, cwd=folder)  # noqa: S603, S607 - git as it is installed
    assert hidden("--diff-base", "HEAD") == {"diff_base": 1}
    assert suppressed("--diff-base", "HEAD", "--show-suppressed") == []


def test_sub_projects_hide_by_their_own_configuration(folder: Path) -> None:
    for name in ("a", "b"):
        (folder / name).mkdir()
        (folder / name / "bill.py").write_text(HANDLER, encoding="utf-8")
        configure(folder / name, 'per-file-ignores = { "*.py" = ["WF101"] }\n')
    assert hidden() == {"per_file_ignores": 2}
    said = run("check", "-v").stderr
    for name in ("a", "b"):
        assert f"wflint: {name}/wflint.toml:1: `per-file-ignores` hides 1 finding\n" in said


# --- SARIF ---


def test_what_is_hidden_is_left_out_of_sarif_unless_it_is_asked_for(folder: Path) -> None:
    (folder / "shown.py").write_text(HANDLER, encoding="utf-8")
    (folder / "bill.py").write_text(COMMENTED, encoding="utf-8")
    plain = json.loads(run("check", "--output-format", "sarif").stdout)["runs"][0]["results"]
    marked = json.loads(run("check", "--output-format", "sarif", "--show-suppressed").stdout)
    results = marked["runs"][0]["results"]
    assert (len(plain), len(results)) == (1, 2)
    assert results[0] == plain[0]
    assert results[0]["partialFingerprints"] != results[1]["partialFingerprints"]


@pytest.mark.parametrize("format_", ["full", "json", "gitlab"])
def test_formats_that_cannot_mark_a_finding_refuse(format_: str) -> None:
    result = run("check", "--show-suppressed", "--output-format", format_)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        f"wflint: error: --show-suppressed: nothing in {format_} can tell that a finding is hidden; SARIF can\n"
    )


# --- who did it ---


def test_verbose_names_the_line_of_each_option_that_hides(folder: Path) -> None:
    configure(
        folder,
        """\
ignore = ["WF304"]
min-level = "error"
exclude = ["generated/"]
engines = ["upstash"]
baseline = "known.txt"

[levels]
WF102 = "info"
WF402 = "off"

[per-file-ignores]
"other.py" = ["WF1"]
""",
    )
    run("baseline")
    (folder / "other.py").write_text(HANDLER, encoding="utf-8")
    said = [line for line in run("check", "-v").stderr.splitlines() if "wflint.toml" in line]
    rules = run("rule", "--list", "--output-format", "json").stdout
    number = sum(not each["preview"] for each in json.loads(rules))
    assert said == [
        f"wflint: 2 rules of {number} are off: `ignore` (wflint.toml:1), `levels` (wflint.toml:9)",
        "wflint: wflint.toml:3: `exclude` leaves out files `generated/`",
        "wflint: wflint.toml:4: `engines` leaves out all engines but `upstash`",
        "wflint: wflint.toml:12: `per-file-ignores` hides 1 finding",
        "wflint: wflint.toml:5: `baseline` hides 1 finding",
    ]


def test_what_the_command_line_asks_for_is_not_told_again() -> None:
    said = run("check", "-v", "--ignore", "WF101", "--min-level", "error").stderr
    assert "off" not in said
    assert "hides" not in said


def test_without_verbose_standard_error_stays_silent(folder: Path) -> None:
    configure(folder, 'ignore = ["WF101"]\n')
    assert run("check").stderr == ""
