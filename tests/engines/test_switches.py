"""Settings that say whether an engine is used."""

import pytest

from wflint.engines.switches import switch_of


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("USE_DBOS", True),
        ("is_dbos_active", True),
        ("enableDbos", True),
        ("_dbos_enabled", True),
        ("DBOS_DISABLED", False),
        ("without_dbos", False),
        ("DBOS", None),
        ("DBOS_QUEUE", None),
        ("use_courier", None),
        ("", None),
    ],
)
def test_the_name_tells_what_a_setting_says_where_the_engine_is_used(name: str, said: object) -> None:
    assert switch_of(name, {"dbos", "inngest"}) is said
