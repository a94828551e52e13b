"""The published schemas, all of them: what lies in the repository is what the types say."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from tools.schemas import published
from wflint.report.schemas import SCHEMAS, PublishedSchema

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("place", published(), ids=lambda place: place.name)
def test_a_schema_is_in_sync_with_its_types(place: Path) -> None:
    assert place.read_text(encoding="utf-8") == published()[place], "`make schemas` writes it"
    document = json.loads(place.read_text(encoding="utf-8"))
    jsonschema.validators.validator_for(document).check_schema(document)


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda schema: schema.title)
def test_the_page_on_formats_links_to_each(schema: PublishedSchema) -> None:
    assert f"wflint/report/{schema.file})" in (ROOT / "docs" / "output-formats.md").read_text(
        encoding="utf-8"
    )


def test_no_schema_lies_there_that_nothing_makes() -> None:
    committed = set((ROOT / "wflint").rglob("*.schema.json"))
    assert committed == {place.resolve() for place in published()}
