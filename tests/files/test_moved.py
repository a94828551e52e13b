"""Where a place of a text is in another version of it."""

from __future__ import annotations

import pytest

from wflint.files.moved import moved

OLD = "import a\n\none(x)\ntwo(y)\nthree\n"


@pytest.mark.parametrize(
    ("new", "at", "arrives_at"),
    [
        (OLD, "two", "two"),
        ("\none(x)\ntwo(y)\nthree\n", "two", "two"),
        ("import a\n\none(await x)\ntwo(await y)\nthree\n", "y", "y"),
        ("import a\n\none(x)\nafter(y)\nthree\n", "two", "after"),
        ("import a\n\none(x)\n", "three", ""),
        ("import a\n\none(x)\ntwo(y)\nthree\nfour\n", "three", "three"),
    ],
)
def test_a_place_is_found_again(new: str, at: str, arrives_at: str) -> None:
    assert moved(OLD.index(at), OLD, new) == (new.index(arrives_at) if arrives_at else len(new))


def test_the_end_of_a_text_stays_its_end() -> None:
    assert moved(len(OLD), OLD, OLD.replace("two", "after")) == len(OLD) + 2


def test_a_place_in_an_empty_text_is_its_beginning() -> None:
    assert moved(0, "", "new\n") == 0
