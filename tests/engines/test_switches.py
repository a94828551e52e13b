"""Settings that say whether an engine is used."""

import pytest

from wflint.engines import load_profiles
from wflint.engines.profile_index import profile_index
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
        ("dbos_is_down", None),
        ("isInngestEvent", None),
        ("", None),
    ],
)
def test_the_name_tells_what_a_setting_says_where_the_engine_is_used(name: str, said: object) -> None:
    assert switch_of(name, {"dbos", "inngest"}) is said


@pytest.mark.parametrize(
    ("name", "said"),
    [("use_dbos", True), ("inngestDisabled", False), ("has_workflow", None), ("workflowEnabled", None)],
)
def test_a_word_of_many_programs_is_no_engine(name: str, said: object) -> None:
    assert profile_index(load_profiles()).switch(name) is said
