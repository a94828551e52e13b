"""Runs every command of the documentation, and checks every other block of code in it by what it is."""

from __future__ import annotations

import ast
import json
import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Final

import jsonschema
import pytest
from doc_blocks import Block, blocks_of
from doc_project import ROOT, Project, commands_of, matches, metadata, requirement_of
from doc_yaml import lint, lint_yaml, scripts_in
from example_code import codes

import wflint
from tools.docs.pages import GENERATED_FOLDERS
from wflint.config.reference import options_reference
from wflint.config.schema import schema_text
from wflint.engines.load import parse_profile
from wflint.rules import find_rule
from wflint.tables.toml import parse_toml

if TYPE_CHECKING:
    from collections.abc import Callable

DOCS = ROOT / "docs"
# All but the last are made from code; what editors are told is read by editors themselves, in tests/lsp/.
LEFT_OUT = {*GENERATED_FOLDERS, "changelog.md", "editors.md"}
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    *sorted(page for page in DOCS.rglob("*.md") if page.relative_to(DOCS).parts[0] not in LEFT_OUT),
]
EXTRAS = set(metadata()["optional-dependencies"])


class Session:
    """What the blocks of a page share: the folder to work in, and the project that commands run in."""

    def __init__(self, scratch: Path) -> None:
        self.scratch = scratch
        self.project: Project | None = None

    def check(self, block: Block) -> None:
        """Do with a block what its kind asks for."""
        if "project" in block.told:
            self.project = Project(self.scratch, block.told["project"])
        assert block.language in CHECKS, (
            f"{block.place}: a block of code of no known kind, `{block.language}`"
        )
        CHECKS[block.language](self, block)
        if "writes" in block.told:
            assert self.project is not None, block.place
            (self.project.folder / block.told["writes"]).write_text(block.text, encoding="utf-8")


def check_console(session: Session, block: Block) -> None:
    commands = commands_of(block.text)
    assert commands, f"{block.place}: no line begins with `$ `"
    exits = [int(code) for code in block.told.get("exits", "0").split()]
    exits = [0] * (len(commands) - len(exits)) + exits
    for (command, shown), expected in zip(commands, exits, strict=True):
        if checked_only(command):
            continue
        assert session.project is not None, f"{block.place}: no project to run it in"
        ran = session.project.run(command)
        assert ran.exit_code == expected, f"{block.place}: {command}\n{ran.output}"
        if shown:
            assert matches(shown, ran.output), f"{block.place}: {command} prints\n{ran.output}"


def checked_only(command: str) -> bool:
    """Whether a command cannot be run here; what can be said about it is asserted."""
    requirement = requirement_of(command)
    if requirement is not None:
        name, _, extra = requirement.partition("[")
        assert re.fullmatch(r"wflint(==[\d.]+)?", name), command
        assert not extra or extra.rstrip("]") in EXTRAS, command
        return True
    words = shlex.split(command, comments=True)
    if words[0] == "make":
        assert re.search(rf"^{words[1]}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE), (
            command
        )
        return True
    # The hooks are tried in test_pre_commit.py.
    return words[:2] in (["pre-commit", "install"], ["pre-commit", "run"], ["git", "commit"])


def check_python(session: Session, block: Block) -> None:
    if not _is_part_of_a_file(session, block):
        compile(block.text, block.place, "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
        check_findings(session, block)


def check_typescript(session: Session, block: Block) -> None:
    if not _is_part_of_a_file(session, block):
        check_findings(session, block)


def _is_part_of_a_file(session: Session, block: Block) -> bool:
    """Whether a block shows a file of the project, or a part of one, in which its lines then have to stand."""
    if not block.title or "writes" in block.told or session.project is None:
        return False
    file = (session.project.folder / block.title).read_text(encoding="utf-8")
    assert block.text in file, f"{block.place}: {block.title} holds no such lines"
    return True


def check_findings(session: Session, block: Block) -> None:
    # What replaces a file is checked with its project, by a command of the page.
    if "writes" not in block.told:
        wanted = {find_rule(name).code for name in block.told.get("finds", "").split()}  # type: ignore[union-attr]
        assert set(codes(session.scratch, block.text, block.language)) == wanted, block.place


def check_toml(_: Session, block: Block) -> None:
    if "profile" in block.told:
        check_profile(block)
        return
    schema = json.loads(schema_text())
    if block.title != "wflint.toml":
        # A table in pyproject.toml, and nothing beside it.
        tool = {"properties": {"wflint": schema}, "required": ["wflint"], "additionalProperties": False}
        schema = {"properties": {"tool": tool}, "required": ["tool"], "additionalProperties": False}
    jsonschema.validate(parse_toml(block.text), schema)


def check_profile(block: Block) -> None:
    """Read a profile, or a part of one that stands in the profile that the comment names."""
    base = block.told["profile"]
    text = f'extends = "{base}"\n{block.text}' if base else block.text
    profile = parse_profile(text, block.place)
    assert not base or profile != parse_profile(f'extends = "{base}"\n', block.place), (
        f"{block.place}: changes nothing"
    )


def check_yaml(session: Session, block: Block) -> None:
    path = session.scratch / "block.yaml"
    path.write_text(block.text, encoding="utf-8")
    assert block.title, f"{block.place}: which file is it?"
    lint_yaml(path, block.title)
    for script in scripts_in(block.text):
        check_script(session, script, block.place)


def check_bash(session: Session, block: Block) -> None:
    path = session.scratch / "block.sh"
    path.write_text(block.text, encoding="utf-8")
    lint(path, "shellcheck")
    check_script(session, block.text, block.place)


def check_json(session: Session, block: Block) -> None:
    """Run what is wflint's in the commands of a file of npm's world; other commands are only read by a shell."""
    given = json.loads(block.text)
    if block.title == "package.json":
        assert given["devDependencies"]["wflint"] == wflint.__version__, block.place
        commands = [
            *given["scripts"].values(),
            *(each for listed in given["lint-staged"].values() for each in listed),
        ]
    else:
        assert block.title == "vercel.json", f"{block.place}: which file is it?"
        assert given.keys() <= {"buildCommand", "installCommand"}, block.place
        commands = list(given.values())
    assert any("wflint check" in each for each in commands), block.place
    for command in commands:
        path = session.scratch / "command.sh"
        path.write_text(f"#!/bin/sh\n{command}\n", encoding="utf-8")
        lint(path, "shellcheck")
        for part in command.split(" && "):
            if "wflint" in part:
                check_script(session, part, block.place)


def check_script(session: Session, script: str, place: str) -> None:
    """Run a script of CI: the project has findings, so it may fail, but for no other reason."""
    assert session.project is not None, f"{place}: no project to run it in"
    ran = session.project.run(script)
    assert ran.exit_code in {0, 1}, f"{place}: {script}\n{ran.output}"


CHECKS: Final[dict[str, Callable[[Session, Block], None]]] = {
    "console": check_console,
    "python": check_python,
    "typescript": check_typescript,
    "json": check_json,
    "toml": check_toml,
    "yaml": check_yaml,
    "bash": check_bash,
}


@pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES])
def test_every_block_of_a_page_does_what_the_page_says(page: Path, tmp_path: Path) -> None:
    session = Session(tmp_path)
    for block in blocks_of(page):
        session.check(block)


def test_every_example_of_the_configuration_is_valid(tmp_path: Path) -> None:
    page = tmp_path / "configuration.md"
    page.write_text(options_reference(), encoding="utf-8")
    blocks = blocks_of(page)
    assert {block.language for block in blocks} == {"toml"}
    for block in blocks:
        check_toml(Session(tmp_path), block)


@pytest.mark.parametrize(
    "text",
    ["```\nplain\n```\n", "    indented\n", "```ruby\nputs 1\n```\n", "```console\nwflint check\n```\n"],
    ids=["no language", "no fence", "unknown language", "no prompt"],
)
def test_a_block_of_no_known_kind_is_not_let_through(text: str, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(text, encoding="utf-8")
    [block] = blocks_of(page)
    with pytest.raises(AssertionError, match=r"page.md:1: "):
        Session(tmp_path).check(block)


@pytest.mark.parametrize(
    ("shown", "output"),
    [
        ("a\nb\n", "a\nb\n"),
        ("a\n...\nc\n", "a\nb1\nb2\nc\n"),
        ("...\nc\n", "a  \nc\n\n"),
        ("a\n...\n", "a\n"),
    ],
    ids=["all lines", "a gap", "the end", "the beginning"],
)
def test_an_output_is_what_is_shown(shown: str, output: str) -> None:
    assert matches(shown, output)


@pytest.mark.parametrize(
    ("shown", "output"),
    [("a\n", "a\nb\n"), ("a\n...\nc\n", "a\nb\n"), ("a.c\n", "abc\n")],
    ids=["a line is left out", "the end differs", "a dot is a dot"],
)
def test_an_output_is_not_what_is_shown(shown: str, output: str) -> None:
    assert not matches(shown, output)
