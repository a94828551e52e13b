"""Tests of the options that say how a check is run."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import HANDLER, run

from wflint.pipeline import in_parts


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in "abcdef":
        (tmp_path / f"{name}.py").write_text(HANDLER)
    return tmp_path


def test_a_second_run_knows_the_results(folder: Path, cache_folder: Path) -> None:
    first, second = run("check", "-v"), run("check", "-v")
    assert first.stdout == second.stdout
    assert f"0 of 6 results were known ({cache_folder})" in first.stderr
    assert "6 of 6 results were known" in second.stderr
    (folder / "a.py").write_text(HANDLER + "\n")
    assert "5 of 6 results were known" in run("check", "-v").stderr


def test_without_a_cache_nothing_is_kept(folder: Path, cache_folder: Path) -> None:
    outcome = run("check", "-v", "--no-cache")
    assert outcome.exit_code == 1
    assert "known" not in outcome.stderr
    assert not cache_folder.exists()


def test_the_folder_of_the_command_line_is_used(folder: Path, cache_folder: Path) -> None:
    run("check", "--cache-dir", folder / "kept")
    assert (
        (folder / "kept" / "CACHEDIR.TAG")
        .read_text()
        .startswith("Signature: 8a477f597d28d172789f06886806bc55")
    )
    assert not cache_folder.exists()


@pytest.mark.parametrize(("jobs", "output_format"), [("1", "full"), ("2", "json"), ("9", "sarif")])
def test_any_number_of_processes_finds_the_same(
    folder: Path, jobs: str, output_format: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(in_parts, "PAYS_FROM", 100)
    options = ("check", "--no-cache", "--output-format", output_format)
    assert run(*options, "-j", jobs) == run(*options, "-j", "1")


def test_shards_share_the_work(folder: Path) -> None:
    def found(*options: str) -> list[str]:
        return [
            line
            for line in run("check", "--output-format", "concise", *options).stdout.splitlines()
            if "WF" in line
        ]

    shares = [found("--shard", f"{number}/3") for number in (1, 2, 3)]
    assert sum(map(bool, shares)) > 1
    assert sorted(line for share in shares for line in share) == sorted(found())
    assert "6 of 6 results were known" in run("check", "-v").stderr, "the shards have left them behind"


def test_a_share_calls_nothing_gone_that_another_finds(folder: Path) -> None:
    assert run("baseline").exit_code == 0
    known = ("check", "--baseline", "wflint-baseline.txt")
    for number in (1, 2, 3):
        outcome = run(*known, "--shard", f"{number}/3")
        assert outcome.exit_code == 0, "all that is found is known"
        assert "gone" not in outcome.stderr
    (folder / "a.py").write_text("")
    assert "gone" in run(*known).stderr


@pytest.mark.parametrize("share", ["0/3", "4/3", "1", "a/b", "1/0", "-1/2"])
def test_a_share_that_makes_no_sense_is_refused(folder: Path, share: str) -> None:
    outcome = run("check", "--shard", share)
    assert outcome.exit_code == 2
    assert "is not a share" in outcome.stderr


@pytest.mark.parametrize("named", ["dask", "ray=here", "dask="])
def test_an_unknown_executor_is_refused(folder: Path, named: str) -> None:
    outcome = run("check", "--executor", named)
    assert outcome.exit_code == 2
    assert "--executor" in outcome.stderr


def test_no_number_of_processes_is_refused(folder: Path) -> None:
    assert run("check", "-j", "0").exit_code == 2
