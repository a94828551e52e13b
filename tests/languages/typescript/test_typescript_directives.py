"""Directives: text in front of a function's body, or of the file that exports it."""

from __future__ import annotations

import pytest

from wflint.engines import load_profiles
from wflint.files.text import SourceText
from wflint.ir import nodes as ir
from wflint.ir.walk import walk
from wflint.languages.typescript.parse import parse


def functions(text: str) -> dict[str, ir.Function]:
    """The functions of a file, by name."""
    module = parse(SourceText("a.ts", text)).module
    return {each.name: each for each in walk(module.body.block) if isinstance(each, ir.Function)}


def directives(text: str) -> dict[str, list[str]]:
    """What the directives of each function say that has some."""
    return {
        name: [each.text for each in function.directives]
        for name, function in functions(text).items()
        if function.directives
    }


@pytest.mark.parametrize(
    "text",
    [
        'async function a() {\n  "use step";\n}\n',
        "async function a() {\n  'use step'\n  return 1\n}\n",
        'async function a() {\n  // first\n  "use step";\n}\n',
        'const a = async () => {\n  "use step";\n};\n',
        'const a = async function () {\n  "use step";\n};\n',
        'const tools = { async a() {\n  "use step";\n} };\n',
        'class Bank { static async a() {\n  "use step";\n} }\n',
        'export default async function a() {\n  "use step";\n}\n',
        'function outer() { return async function a() {\n  "use step";\n}; }\n',
    ],
)
def test_a_function_has_the_directive_that_its_body_begins_with(text: str) -> None:
    assert directives(text) == {"a": ["use step"]}


@pytest.mark.parametrize(
    "text",
    [
        'async function a() {\n  const b = 1;\n  "use step";\n}\n',
        'async function a() {\n  return "use step";\n}\n',
        "async function a() {\n  `use step`;\n}\n",
        'async function a() {\n  // "use step"\n  return 1;\n}\n',
        'async function a() {\n  ("use step");\n}\n',
        'const a = "use step";\n',
        'const a = async () => "use step";\n',
    ],
)
def test_the_same_text_elsewhere_is_none(text: str) -> None:
    assert directives(text) == {}


def test_a_directive_of_the_file_is_meant_for_what_is_exported_where_it_is_made() -> None:
    text = """// a comment
"use strict";
"use step";
export async function a() {}
export const b = async () => 1;
export default async function c() {}
async function d() { async function e() {} }
const f = async () => 1;
export { d };
"""
    assert directives(text) == {each: ["use strict", "use step"] for each in "abc"}


def test_a_function_s_own_directive_comes_before_that_of_the_file() -> None:
    text = '"use workflow";\nexport async function a() {\n  "use step";\n}\n'
    assert directives(text) == {"a": ["use step", "use workflow"]}


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ('async function a() {\n  "use step";\n}\n', True),
        ('async function a() {\r\n\t"use step"\r\n}\r\n', True),
        ('async function a() {\n  "use step"; // a comment\n}\n', True),
        ('async function a() {\n  /* a comment */ "use step";\n}\n', True),
        ('async function a() { "use step"; return 1; }\n', False),
        ('async function a() {\n  "use step"; return 1;\n}\n', False),
        ('async function a() { "use step"; }\nasync function b() {\n  "use step";\n}\n', True),
        ('async function a() { "use step"; }\nasync function b() {\n  "use other";\n}\n', False),
    ],
)
def test_a_directive_stands_alone_where_its_text_fills_a_line_of_the_file(text: str, *, alone: bool) -> None:
    [directive] = functions(text)["a"].directives
    assert directive.stands_alone is alone


def test_a_file_with_a_directive_need_not_import_its_engine() -> None:
    [profile] = [each for each in load_profiles() if each.directives]
    assert profile.words == ("use workflow",)
    assert set(profile.directives) == {"use workflow", "use step"}
