"""Names of new steps say what is done there."""

from __future__ import annotations

import pytest

from wflint.ir.step_names import stem_of, stem_of_condition


@pytest.mark.parametrize(
    ("dotted", "mode", "target", "stem"),
    [
        ("open", "", None, "read-file"),
        ("open", "rb", None, "read-file"),
        ("open", "a", None, "append-to-file"),
        ("open", "wb", None, "write-file"),
        ("open", "x", None, "write-file"),
        ("open", "r+", None, "update-file"),
        ("Path.open", "w", None, "write-file"),
        ("open", "", "config", "read-config"),
        ("open", "a", "written", "append-to-file"),
        ("os.remove", "", None, "remove-file"),
        ("os.path.exists", "", None, "check-file"),
        ("notes.exists", "", None, "get-exists"),
        ("shutil.rmtree", "", None, "remove-folder"),
        ("Path.write_text", "", None, "write-file"),
        ("fs.appendFile", "", None, "append-to-file"),
        ("items.remove", "", None, "remove-item"),
        ("redis.remove", "", None, "remove-redis"),
        ("subprocess.check_output", "", None, "run-command"),
        ("subprocess.check_output", "", "revision", "get-revision"),
    ],
)
def test_what_is_done_to_a_file_or_a_command(dotted: str, mode: str, target: str | None, stem: str) -> None:
    assert stem_of(dotted, mode=mode, target=target) == stem


@pytest.mark.parametrize(
    ("dotted", "members", "other", "target", "key", "stem"),
    [
        ("time.time", [], "deadline", None, None, "check-deadline"),
        ("time.time", [], None, None, None, "check-time"),
        ("datetime.now", ["weekday"], None, None, None, "check-weekday"),
        ("datetime.now", ["isoformat"], None, None, None, "check-now"),
        ("Date", ["getDay"], None, None, None, "check-day"),
        ("time.time", [], "deadline", "is_late", None, "check-late"),
        ("os.environ", ["get"], None, None, "REGION", "check-region"),
        ("random.random", [], None, None, None, "check-random-number"),
    ],
)
def test_what_a_condition_is_about(
    dotted: str, members: list[str], other: str | None, target: str | None, key: str | None, stem: str
) -> None:
    assert stem_of_condition(dotted, members=members, other=other, target=target, key=key) == stem
