"""Where two texts differ."""

from __future__ import annotations

import pytest

from wflint.files.difference import difference


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("abc", "abc", (3, 3, 3)),
        ("abc", "abxc", (2, 2, 3)),
        ("abxc", "abc", (2, 3, 2)),
        ("abc", "xyz", (0, 3, 3)),
        ("", "abc", (0, 0, 3)),
        ("abc", "", (0, 3, 0)),
        ("aa", "aaa", (2, 2, 3)),
        ("a1b2c", "a3b4c", (1, 4, 4)),
    ],
)
def test_what_is_different_stands_between_what_is_alike(
    old: str, new: str, expected: tuple[int, int, int]
) -> None:
    found = difference(old, new)
    assert found == expected
    assert old[: found.start] + new[found.start : found.new_end] + old[found.old_end :] == new
    assert difference(old.encode(), new.encode()) == expected
