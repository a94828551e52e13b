"""What CI formats say of a project of Next.js: its paths with brackets, and columns after characters of two units."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema
import pytest
from command_line import run

SCHEMA = json.loads(Path(__file__).with_name("sarif-schema-2.1.0.json").read_text("utf-8"))
ROUTE = "app/(shop)/api/[id]/route.ts"
PAGE = "app/jobs/größe.tsx"
HELPER = "lib/clock.ts"
FILES = {
    ROUTE: """\
import { serve } from "@upstash/workflow/nextjs";
import { moment } from "../../../../lib/clock";

export const { POST } = serve(async (context) => {
\tconst mark = "🧾"; const now = moment();
\tawait context.run("create", () => console.log(mark, now));
\tawait context.run("send", () => console.log(mark, now));
});
""",
    PAGE: """\
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  /* 🧾🧾 */ const key = crypto.randomUUID();
  await context.run("create", () => console.log(key));
  await context.run("send", () => console.log(key));
});

export default () => <p title="🧾" />;
""",
    HELPER: "export const moment = () => /* 🕰 */ Date.now();\n",
}


@pytest.fixture(params=["\n", "\r\n"], ids=["lf", "crlf"])
def _project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(text.replace("\n", request.param).encode())


def slice_of(path: str, line: int, start: int, end: int) -> str:
    """Return what stands between two columns of a line, counted from 1 in UTF-16 units."""
    units = FILES[path].splitlines()[line - 1].encode("utf-16-le")
    return units[2 * (start - 1) : 2 * (end - 1)].decode("utf-16-le")


def shown(location: dict[str, Any]) -> tuple[str, str]:
    """Return the path of a location in SARIF, and the code that it underlines."""
    place = location["physicalLocation"]
    path, region = unquote(place["artifactLocation"]["uri"]), place["region"]
    assert region["startLine"] == region["endLine"]
    return path, slice_of(path, region["startLine"], region["startColumn"], region["endColumn"])


@pytest.mark.usefixtures("_project")
def test_sarif_underlines_the_code_and_names_its_file() -> None:
    log = json.loads(run("check", "--output-format", "sarif").stdout)
    jsonschema.Draft7Validator(SCHEMA).validate(log)
    [scan] = log["runs"]
    assert scan["columnKind"] == "utf16CodeUnits"
    found = {each["ruleId"]: each for each in scan["results"]}
    assert sorted(found) == ["WF101", "WF102"]
    assert shown(found["WF101"]["locations"][0]) == (ROUTE, "moment()")
    assert shown(found["WF102"]["locations"][0]) == (PAGE, "crypto.randomUUID()")
    artifact = found["WF101"]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert artifact["uri"] == "app/%28shop%29/api/%5Bid%5D/route.ts"
    [flow] = found["WF101"]["codeFlows"]
    # The first is the whole handler, since it has no name.
    _, *steps = [each["location"] for each in flow["threadFlows"][0]["locations"]]
    assert (HELPER, "Date.now()") in map(shown, steps)


@pytest.mark.usefixtures("_project")
def test_fixes_in_sarif_make_what_wflint_fix_makes() -> None:
    log = json.loads(run("check", "--output-format", "sarif").stdout)
    [found] = [each for each in log["runs"][0]["results"] if each["ruleId"] == "WF102"]
    [change] = found["fixes"][0]["artifactChanges"]
    assert unquote(change["artifactLocation"]["uri"]) == PAGE
    text = Path(PAGE).read_bytes().decode()
    lines = [line.encode("utf-16-le") for line in text.splitlines(keepends=True)]
    for each in reversed(change["replacements"]):
        region = each["deletedRegion"]
        assert region["startLine"] == region["endLine"]
        line, new = region["startLine"] - 1, each["insertedContent"]["text"].encode("utf-16-le")
        start, end = 2 * (region["startColumn"] - 1), 2 * (region["endColumn"] - 1)
        lines[line] = lines[line][:start] + new + lines[line][end:]
    run("fix", PAGE)
    assert b"".join(lines).decode("utf-16-le") == Path(PAGE).read_bytes().decode()


@pytest.mark.usefixtures("_project")
def test_github_annotates_the_code_in_its_file() -> None:
    lines = run("check", "--output-format", "github").stdout.splitlines()
    places = [
        re.match(
            r"::error file=(.+),line=(\d+),endLine=(\d+),col=(\d+),endColumn=(\d+),title=([\w-]+) ", line
        )
        for line in lines
    ]
    # GitHub does not say in what it counts columns; here they are characters.
    underlined = [
        (
            found[6],
            found[1],
            FILES[found[1]].splitlines()[int(found[2]) - 1][int(found[4]) - 1 : int(found[5]) - 1],
        )
        for found in places
        if found is not None
    ]
    assert underlined == [
        ("clock-outside-step", ROUTE, "moment()"),
        ("random-outside-step", PAGE, "crypto.randomUUID()"),
    ]


@pytest.mark.usefixtures("_project")
def test_gitlab_names_the_file_and_the_line() -> None:
    issues = json.loads(run("check", "--output-format", "gitlab").stdout)
    assert [(each["check_name"], each["location"]) for each in issues] == [
        ("WF101", {"path": ROUTE, "lines": {"begin": 5, "end": 5}}),
        ("WF102", {"path": PAGE, "lines": {"begin": 4, "end": 4}}),
    ]
