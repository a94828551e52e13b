"""The pages about engines and profiles, which are made from code, and the examples in them."""

from __future__ import annotations

import importlib.util
import re
from dataclasses import fields
from typing import TYPE_CHECKING, Any, cast

import pytest
from doc_blocks import blocks_of
from doc_project import ROOT

from tools.docs.engines import by_family, engine_page, example_file, overview_page
from tools.docs.pages import engine_pages
from tools.docs.profile_keys import all_enums, all_kinds, inner_kinds, keys_page, literal_texts
from wflint.checking.options import CheckOptions
from wflint.checking.run import check_files
from wflint.engine_page import current_engines
from wflint.engines.load import parse_profile
from wflint.engines.profile import Profile
from wflint.engines.replay import Consequences
from wflint.explaining import explain_files
from wflint.files.discovery import SourceFile
from wflint.findings import Level
from wflint.rules import all_rules
from wflint.tables import keys_of
from wflint.tables.toml import parse_toml
from wflint.tables.words import about, field_texts
from wflint.workspace.scope import Scope

if TYPE_CHECKING:
    from pathlib import Path

    from wflint.engine_page import EnginePage

PAGES = [pytest.param(page, id=page.profile.id) for page in current_engines()]
KEYS = keys_page()
KINDS = [pytest.param(kind, id=kind.__name__) for kind in all_kinds()]


def sections_of(page: str) -> dict[str, str]:
    """The text of each section, by its title."""
    _, *parts = re.split(r"^## (.+)\n", page, flags=re.MULTILINE)
    return dict(zip(parts[::2], parts[1::2], strict=True))


def written(page: EnginePage) -> str:
    source = example_file(ROOT, page.profile).read_text(encoding="utf-8")
    return engine_page(page, source)


# --- engines ---


@pytest.mark.parametrize("page", PAGES)
def test_an_engine_s_page_has_the_sections_of_the_command(page: EnginePage) -> None:
    sections = sections_of(written(page))
    assert list(sections) == ["A handler without mistakes", *(each.title for each in page.sections)]
    for section in page.sections[:-1]:
        lines = sections[section.title].splitlines()
        assert len([line for line in lines if line.startswith("- ")]) == len(section.facts)


@pytest.mark.parametrize("page", PAGES)
def test_every_rule_stands_in_one_of_the_two_tables(page: EnginePage) -> None:
    holds, _, left_out = sections_of(written(page))["Rules"].partition("These do not")
    row = re.compile(r"^\| (WF\d{3}) \| \[[\w-]+\]\(\.\./rules/[\w-]+\.md\) \| .+ \|$", re.MULTILINE)
    assert row.findall(holds) == [rule.code for rule in page.applying]
    assert row.findall(left_out) == [rule.code for rule in page.left_out]
    assert sorted(row.findall(holds) + row.findall(left_out)) == [rule.code for rule in all_rules()]


@pytest.mark.parametrize("page", PAGES)
def test_the_example_of_an_engine_is_a_handler_without_findings(page: EnginePage, tmp_path: Path) -> None:
    written_page = tmp_path / "page.md"
    written_page.write_text(written(page), encoding="utf-8")
    [block] = blocks_of(written_page)
    file = tmp_path / example_file(ROOT, page.profile).name
    file.write_text(block.text, encoding="utf-8")
    source = SourceFile(file, file.name, explicit=True, real=file)
    options = CheckOptions(frozenset(rule.name for rule in all_rules()), Level.INFO)

    [workflow] = explain_files([source], options.scope).workflows
    report = check_files([source], options)

    assert workflow.engine == page.profile.engine.title
    assert workflow.served is not None
    assert workflow.step_count.least >= 3
    assert (report.findings, report.errors) == ((), ())


@pytest.mark.parametrize("page", PAGES)
def test_the_example_of_an_engine_is_taken_by_its_sdk(
    page: EnginePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    if page.profile.verification:
        monkeypatch.setenv(page.profile.verification.token, "token")
    if page.profile.engine.language != "Python":
        pytest.skip("the SDK is for another language")
    for name in page.profile.engine.imports:
        pytest.importorskip(name)
    path = example_file(ROOT, page.profile)
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert "pay" in vars(module)


def test_there_is_a_page_for_each_engine_and_the_navigation_leads_to_it() -> None:
    pages = engine_pages(ROOT)
    assert set(pages) == {
        "engines/index.md",
        *(f"engines/{page.profile.id}.md" for page in current_engines()),
    }
    project = cast(
        "dict[str, Any]", parse_toml((ROOT / "zensical.toml").read_text(encoding="utf-8"))["project"]
    )
    [listed] = [entry["Engines"] for entry in project["nav"] if "Engines" in entry]
    titles = {page: title for entry in listed for title, page in entry.items()}
    assert set(titles) == set(pages)
    for page in current_engines():
        assert titles[f"engines/{page.profile.id}.md"] == page.profile.engine.title


@pytest.mark.parametrize("page", ["README.md", "docs/index.md"])
def test_the_first_pages_name_every_engine(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    linked = {name for name in re.findall(r"engines/([\w-]+)[/.]", text) if name != "index"}
    assert linked == {each.profile.id for each in current_engines()}
    assert [each for each in current_engines() if f"[{each.profile.engine.title}](" not in text] == []


def test_the_pages_of_one_engine_s_sdks_link_to_each_other() -> None:
    pages = engine_pages(ROOT)
    assert (
        "about the SDK for Python; there is one for [TypeScript](upstash-typescript.md)"
        in pages["engines/upstash.md"]
    )
    assert (
        "about the SDK for TypeScript; there is one for [Python](upstash.md)"
        in pages["engines/upstash-typescript.md"]
    )
    assert "there is one for" not in pages["engines/dbos.md"]


def test_the_overview_lists_the_sdks_of_one_engine_together() -> None:
    engines = by_family(reversed(current_engines()))
    names = [each.profile.engine.family or each.profile.id for each in engines]
    assert names == sorted(names)
    upstash = [each.profile.engine.language for each in engines if "upstash" in each.profile.names]
    assert upstash == ["Python", "TypeScript"]


def test_the_overview_has_a_row_for_each_engine_and_for_each_mistake() -> None:
    text = overview_page(current_engines())
    linked = re.findall(r"^\| \[(.+?)\]\(([\w-]+)\.md\) \| (\w+) \|", text, re.MULTILINE)
    assert linked == [
        (page.profile.engine.title, page.profile.id, page.profile.engine.language)
        for page in by_family(current_engines())
    ]
    table = sections_of(text)["What goes wrong where"].splitlines()
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in table if line.startswith("| ")][1:]
    assert len(rows) == len(fields(Consequences))
    for row, name in zip(rows, field_texts(Consequences), strict=True):
        held = [getattr(page.profile.consequences, name) is not None for page in by_family(current_engines())]
        assert [cell == "goes wrong" for cell in row[1:]] == held


def test_the_profile_in_the_how_to_finds_the_handler_beside_it(tmp_path: Path) -> None:
    blocks = blocks_of(ROOT / "docs" / "how-to" / "add-an-engine.md")
    [profile] = [parse_profile(each.text, each.place) for each in blocks if each.title.endswith("relay.toml")]
    [handler] = [each.text for each in blocks if each.language == "python"]
    file = tmp_path / "orders.py"
    file.write_text(handler, encoding="utf-8")
    source = SourceFile(file, file.name, explicit=True, real=file)

    [workflow] = explain_files([source], Scope(profiles=(profile,))).workflows

    assert (workflow.engine, workflow.name) == ("Relay", "pay")
    assert workflow.step_count.least == workflow.step_count.most == 2


def test_the_how_to_shows_or_names_every_table_of_a_profile() -> None:
    text = (ROOT / "docs" / "how-to" / "add-an-engine.md").read_text(encoding="utf-8")
    keys = list(keys_of(Profile))
    assert [key for key in keys if not re.search(rf"\[{key}[].]|`{key}`|^{key} = ", text, re.MULTILINE)] == []


# --- keys ---


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_of_a_profile_is_explained(kind: type[object]) -> None:
    """A new key needs a line in its dataclass's docstring."""
    if kind is Profile:
        assert re.findall(r"^## `\[*([\w-]+)", KEYS, re.MULTILINE) == list(keys_of(Profile))
        return
    assert about(kind)
    texts = field_texts(kind)
    assert [name for name, text in texts.items() if not text] == []
    for name, key in keys_of(kind).items():
        start = texts[key.field][:20].replace("`None` ", "left out ")
        row = rf"^\| `{name}` \| .+ \| .* \| {re.escape(start)}"
        assert re.search(row, KEYS, re.MULTILINE), name


@pytest.mark.parametrize("name", keys_of(Profile))
def test_every_table_of_a_profile_says_what_it_is_and_whether_it_is_needed(name: str) -> None:
    [section] = [text for title, text in sections_of(KEYS).items() if re.match(rf"`\[*{name}\b(?!-)", title)]
    said = section.partition("\n|")[0]
    assert re.match(r"\s*[A-Z].+\.\s", said)
    assert len(re.findall(r"\b(Required|May be left out)\.", said)) == 1


def test_every_word_that_a_key_may_have_is_in_the_reference() -> None:
    sections = sections_of(KEYS)
    for kind in all_enums():
        title = re.sub(r"(?<!^)([A-Z])", lambda letter: f" {letter[0].lower()}", kind.__name__)
        for member in kind:
            assert f"| `{member.value}` | " in sections[title]


def test_links_of_the_reference_lead_to_its_own_sections() -> None:
    text = KEYS
    anchors = {title.lower().replace(" ", "-") for title in sections_of(text)}
    links = set(re.findall(r"\]\(#([\w-]+)\)", text))
    assert links
    assert links <= anchors
    assert inner_kinds()


class Documented:
    """A class whose names are documented after them.

    Attributes:
        first: Is not looked at here.
    """

    first = 1
    """What the first
    one is."""
    second: int = 2
    """What the second is."""
    third = 3


def test_what_follows_a_name_documents_it() -> None:
    assert literal_texts(Documented) == {
        "first": "What the first one is.",
        "second": "What the second is.",
    }
    assert about(Documented) == "A class whose names are documented after them."
