"""How messages spell what they speak of."""

from __future__ import annotations

import pytest

from wflint.ir.spelling import with_article


@pytest.mark.parametrize(
    "said",
    [
        "a set",
        "an int",
        "an Order",
        "an `Order`",
        "a UUID",
        "a User",
        "an Upload",
        "an async_generator",
        "an HTTPError",
    ],
)
def test_the_article_is_the_one_that_is_spoken(said: str) -> None:
    assert with_article(said.partition(" ")[2]) == said
