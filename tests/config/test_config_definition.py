"""What is made from the definition of the options: documentation, the JSON Schema, the command line."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

import wflint.config
from wflint.cli.check import check
from wflint.config.reference import options_reference
from wflint.config.schema import schema_text
from wflint.config.settings import Option, OutputFormat, Settings, all_options, find_option
from wflint.effects import Access, EffectKind
from wflint.report import renderer
from wflint.tables import read_values
from wflint.tables.toml import parse_toml

_OPTIONS = pytest.mark.parametrize("option", all_options(), ids=lambda option: option.key)


def _place(path: tuple[str, ...]) -> str:
    return ".".join(path)


@_OPTIONS
def test_the_example_of_each_option_is_valid_and_is_not_its_default(option: Option) -> None:
    values = read_values(Settings, parse_toml(option.about.example), _place)
    assert list(values) == [option.name]
    assert values[option.name] != option.default


@_OPTIONS
def test_the_reference_shows_each_option_with_its_text_and_example(option: Option) -> None:
    reference = options_reference()
    assert f"\n## `{option.key}`\n\n{option.about.text}" in reference
    assert f"\n[tool.wflint]\n{option.about.example}\n" in reference
    assert (f"\n- **Command line:** `--{option.key}`" in reference) == bool(option.about.flag)
    assert (f"\n- **Environment:** `WFLINT_{option.name.upper()}`\n" in reference) == bool(option.about.flag)


@_OPTIONS
def test_the_command_line_has_the_options_that_say_so(option: Option) -> None:
    flags = {flag: parameter for parameter in check.params for flag in parameter.opts}
    parameter = flags.get(f"--{option.key}")
    assert (parameter is not None) == bool(option.about.flag)
    assert parameter is None or getattr(parameter, "help", None) == option.about.flag


def _schema() -> dict[str, Any]:
    schema: dict[str, Any] = json.loads(schema_text())
    return schema


@_OPTIONS
def test_the_schema_accepts_the_example_of_each_option(option: Option) -> None:
    jsonschema.Draft7Validator.check_schema(_schema())
    jsonschema.Draft7Validator(_schema()).validate(parse_toml(option.about.example))
    assert option.key in _schema()["properties"]


@pytest.mark.parametrize(
    "text",
    [
        'selct = ["WF1"]',
        'select = "WF1"',
        'levels.WF1 = "high"',
        'output-format = "xml"',
        'require-reason = "yes"',
        'effects."a.b" = "clock"',
        'per-file-ignores."a" = "WF1"',
        "extend = 3",
        "step-timeout = 0",
        "step-timeout = true",
        'step-timeout = "vercel"',
        'target-python = "2.7"',
        'target-python = "3.012"',
        "target-python = 3.12",
        'handlers."a.b" = 3',
        'steps."a.b" = "run"',
        'steps."a.b" = {}',
        'steps."a.b" = { parameters = ["c"], functoin = "f" }',
        'steps."a.b" = { parameters = "c" }',
    ],
)
def test_what_the_schema_rejects_is_rejected_when_read(text: str) -> None:
    assert not jsonschema.Draft7Validator(_schema()).is_valid(parse_toml(text))
    with pytest.raises(wflint.errors.DataError):
        read_values(Settings, parse_toml(text), _place)


@pytest.mark.parametrize("format_", OutputFormat)
def test_every_output_format_has_a_renderer_and_is_explained(format_: OutputFormat) -> None:
    assert callable(renderer(format_.value))
    about = find_option("output-format").about
    assert f"{format_.value} ({format_.about})" in about.text
    assert f" {format_.value}" in about.flag


def test_the_documentation_of_effects_names_all_of_them() -> None:
    text = find_option("effects").about.text
    assert all(f"`{each.value}`" in text for each in (*EffectKind, *Access))


def test_defaults_are_those_of_settings() -> None:
    assert {option.name: option.default for option in all_options()} == {
        option.name: getattr(Settings(), option.name) for option in all_options()
    }
