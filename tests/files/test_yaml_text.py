"""What is added to a YAML file reads as that, everything else as before, and what is not plain is left alone."""

from __future__ import annotations

import pytest
import yaml

from wflint.files.yaml_text import with_entry, with_item

ITEM = "- repo: new\n  hooks:\n    - id: check\n"
NEW = {"repo": "new", "hooks": [{"id": "check"}]}
ENTRY = "job:\n  script: [x]\n"

LISTS = [
    "repos:\n- repo: a\n  hooks: []\n",
    "repos:\n- repo: a\n  hooks: []",
    "repos:\n  - repo: a\n",
    "repos:  # ours\n\n    -   repo: a\n        hooks:\n        -   id: b\n",
    "---\n# top\nrepos:\n- repo: a\n",
    "repos:\n- repo: a\n\n\n# about ci\nci: {skip: []}\n",
    "repos:\n- repo: a\nci:\n- x\n",
    "ci:\n  a: b\nrepos:\n- repo: a\n  # inner\n# outer\n",
    "repos:\n- repo: a\n  entry: |\n    if:\n    - no item\n\nci: x\n",
    "repos:\n- repo: a\n  hooks: [{id: b,\n    args: [c]}]\n",
    "repos:\r\n- repo: a\r\n",
    "exclude: >\n  ^repos:\nrepos:\n- &a\n  repo: a\n- *a\n",
]
NO_LISTS = [
    "",
    "# nothing\n",
    "repos: []\n",
    "repos:\n",
    "repos:\n  a: b\n",
    "ci: x\n",
    "repos:\n- a\nrepos:\n- b\n",
    "repos:\n- a\n---\nb: c\n",
    "repos:\n- a\n...\n",
    "repos:\n- repo: a\n  hooks: [\n{id: b}\n]\n",
    "repos:\n- repo: a\n  hooks: {\nx: y}\n",
    'repos:\n- repo: "a\nb: c"\n',
    "repos:\n- entry: |+\n    x\n\n",
    "{repos: [a]}\n",
    "- repos:\n  - a\n",
]


@pytest.mark.parametrize("text", LISTS)
def test_an_item_comes_last(text: str) -> None:
    after = with_item(text, "repos", ITEM)
    assert after is not None
    before, now = yaml.safe_load(text), yaml.safe_load(after)
    assert now == {**before, "repos": [*before["repos"], NEW]}
    left = after.replace("\r", "")
    for line in text.splitlines():
        assert line in left


@pytest.mark.parametrize("text", NO_LISTS)
def test_a_list_that_is_not_plain_is_left_alone(text: str) -> None:
    assert with_item(text, "repos", ITEM) is None


@pytest.mark.parametrize("text", [*LISTS, "a: b", "'quoted job':\n  script: make\n.hidden: {}\n\n\n"])
def test_an_entry_comes_last(text: str) -> None:
    after = with_entry(text, ENTRY)
    assert after is not None
    assert yaml.safe_load(after) == {**yaml.safe_load(text), "job": {"script": ["x"]}}
    assert after.startswith(text.rstrip())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "job: x\n",
        '"job" : x\n',
        "- a\n",
        "{a: b}\n",
        "a: b\n---\nc: d\n",
        "a: b\n...\n",
        "a: [\nb]\n",
        'a: "b\nc: d"\n',
        "a: |+\n  b\n\n",
    ],
)
def test_a_mapping_that_is_not_plain_is_left_alone(text: str) -> None:
    assert with_entry(text, ENTRY) is None
