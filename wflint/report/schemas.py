"""The published JSON Schemas of what commands print: each is made from the types that its renderer is checked against."""

from __future__ import annotations

from typing import Final, NamedTuple

from wflint.report import agent, explain_json_schema, fixed_json, json_schema, rules_json, statistics_json
from wflint.report.json_schema import schema_text


class PublishedSchema(NamedTuple):
    """A schema as it lies beside this module.

    Attributes:
        file: The name of the file.
        title: The name of the format.
        shape: The type of its documents.
    """

    file: str
    title: str
    shape: object

    @property
    def text(self) -> str:
        """Return the text of the file."""
        return schema_text(self.shape, self.title)


SCHEMAS: Final = (
    PublishedSchema(json_schema.SCHEMA_FILE, "wflint-json-v1", json_schema.ReportJson),
    PublishedSchema(
        explain_json_schema.SCHEMA_FILE, explain_json_schema.FORMAT, explain_json_schema.ExplanationJson
    ),
    PublishedSchema(agent.SCHEMA_FILE, agent.FORMAT, agent.AgentFindingJson),
    PublishedSchema(fixed_json.SCHEMA_FILE, fixed_json.FORMAT, fixed_json.FixResultJson),
    PublishedSchema(rules_json.SCHEMA_FILE, rules_json.TITLE, list[rules_json.RuleJson]),
    PublishedSchema(statistics_json.SCHEMA_FILE, statistics_json.FORMAT, statistics_json.StatisticsJson),
)
