"""Reads every format back, as its consumers do: what each says of rule, level, file and line of the findings."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any, Final, NamedTuple
from urllib.parse import unquote
from xml.etree import ElementTree as ET

from markdown_it import MarkdownIt


class Said(NamedTuple):
    """What a format says of a finding."""

    code: str
    level: str
    path: str
    line: int


def _full(text: str) -> list[Said]:
    frames = re.finditer(
        r"^(WF\d+) (error|warning|info)\[[\w-]+\]:.*\n(?:      .*\n)* *--> (.*?):(\d+):\d+$",
        text,
        re.MULTILINE,
    )
    return [Said(frame[1], frame[2], frame[3], int(frame[4])) for frame in frames]


def _concise(text: str) -> list[Said]:
    rows = re.finditer(r"^(.*?):(\d+):\d+: (\w+)\[[\w-]+\] .* \((WF\d+)\)$", text, re.MULTILINE)
    return [Said(row[4], row[3], row[1], int(row[2])) for row in rows]


def _own(finding: dict[str, Any]) -> Said:
    return Said(finding["code"], finding["level"], finding["path"], finding["start"]["line"])


def _json(text: str) -> list[Said]:
    return [_own(finding) for finding in json.loads(text)["findings"]]


def _jsonl(text: str) -> list[Said]:
    return [_own(json.loads(line)) for line in text.splitlines()]


def _agent(text: str) -> list[Said]:
    every = [json.loads(line) for line in text.splitlines()]
    return [Said(each["code"], each["level"], each["path"], each["range"]["start"]["line"]) for each in every]


def _sarif(text: str) -> list[Said]:
    [run] = json.loads(text)["runs"]
    rules = run["tool"]["driver"]["rules"]
    said: list[Said] = []
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        [location] = result["locations"]
        where = location["physicalLocation"]
        level = "info" if result["level"] == "note" else result["level"]
        path = unquote(where["artifactLocation"]["uri"])
        said.append(Said(result["ruleId"], level, path, where["region"]["startLine"]))
    return said


def _github(text: str) -> list[Said]:
    said: list[Said] = []
    for command in re.finditer(r"^::(\w+) ([^:]*)::(.*)$", text, re.MULTILINE):
        pairs = (pair.split("=", 1) for pair in command[2].split(","))
        properties = {key: unquote(value) for key, value in pairs}
        if "line" in properties:
            level = "info" if command[1] == "notice" else command[1]
            code = properties["title"].rpartition("(")[2].rstrip(")")
            said.append(Said(code, level, properties["file"], int(properties["line"])))
    return said


def _gitlab(text: str) -> list[Said]:
    levels = {"major": "error", "minor": "warning", "info": "info"}
    return [
        Said(
            issue["check_name"],
            levels[issue["severity"]],
            issue["location"]["path"],
            issue["location"]["lines"]["begin"],
        )
        for issue in json.loads(text)
    ]


def _junit(text: str) -> list[Said]:
    said: list[Said] = []
    for case in ET.fromstring(text).iter("testcase"):  # noqa: S314 - the renderer's own output
        failure = case.find("failure")
        if failure is not None:
            code = case.attrib["name"].partition(" ")[0]
            said.append(Said(code, failure.attrib["type"], case.attrib["file"], int(case.attrib["line"])))
    return said


def _rdjson(text: str) -> list[Said]:
    return [
        Said(
            diagnostic["code"]["value"],
            diagnostic["severity"].lower(),
            diagnostic["location"]["path"],
            diagnostic["location"]["range"]["start"]["line"],
        )
        for diagnostic in json.loads(text)["diagnostics"]
    ]


def unescape_azure(text: str) -> str:
    """What the agent makes of an escaped text, in its order of replacements."""
    for escape, char in (("%3B", ";"), ("%0D", "\r"), ("%0A", "\n"), ("%5D", "]"), ("%AZP25", "%")):
        text = text.replace(escape, char)
    return text


def _azure(text: str) -> list[Said]:
    said: list[Said] = []
    for command in re.finditer(r"^##vso\[task\.logissue ([^\]]*)\](.*)$", text, re.MULTILINE):
        pairs = (pair.split("=", 1) for pair in command[1].split(";") if pair)
        properties = {key: unescape_azure(value) for key, value in pairs}
        if "code" in properties:
            line = int(properties["linenumber"])
            said.append(Said(properties["code"], properties["type"], properties["sourcepath"], line))
    return said


class Elements(HTMLParser):
    """The elements of a page with their attributes and texts, flat."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None], list[str]]] = []
        self._open: list[list[str]] = []
        self._tags: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        texts: list[str] = []
        self.found.append((tag, dict(attrs), texts))
        if tag not in {"meta", "input", "br"}:
            self._tags.append(tag)
            self._open.append(texts)

    def handle_endtag(self, tag: str) -> None:
        while self._tags and self._tags[-1] != tag:
            self._tags.pop()
            self._open.pop()
        if self._tags:
            self._tags.pop()
            self._open.pop()

    def handle_data(self, data: str) -> None:
        for texts in self._open:
            texts.append(data)

    def texts(self, tag: str, kind: str | None = None) -> list[str]:
        """The texts of the elements of a name, and of a class where one is given."""
        return [
            "".join(texts)
            for name, attributes, texts in self.found
            if name == tag and (kind is None or attributes.get("class") == kind)
        ]


def markdown_cells(text: str) -> list[list[str]]:
    """The rows of the table, each cell as a reader sees it."""
    cells = Elements(MarkdownIt("commonmark").enable("table").render(text)).texts("td")
    return [cells[start : start + 4] for start in range(0, len(cells), 4)]


def _markdown(text: str) -> list[Said]:
    said: list[Said] = []
    for level, rule, place, _ in markdown_cells(text):
        path, line, _ = place.rsplit(":", 2)
        said.append(Said(rule.partition(" ")[0], level, path, int(line)))
    return said


def _html(text: str) -> list[Said]:
    said: list[Said] = []
    for article in re.findall(r"<article.*?</article>", text, re.DOTALL):
        elements = Elements(article)
        code = re.search(r"\((WF\d+)\)", elements.texts("p")[0])
        assert code is not None
        path, line, _ = elements.texts("figcaption")[0].rsplit(":", 2)
        said.append(Said(code[1], str(elements.found[0][1]["data-level"]), path, int(line)))
    return said


READERS: Final[dict[str, Callable[[str], list[Said]]]] = {
    "full": _full,
    "concise": _concise,
    "json": _json,
    "jsonl": _jsonl,
    "agent": _agent,
    "sarif": _sarif,
    "github": _github,
    "gitlab": _gitlab,
    "junit": _junit,
    "rdjson": _rdjson,
    "azure": _azure,
    "markdown": _markdown,
    "html": _html,
}
