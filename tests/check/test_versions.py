"""What holds only for the versions of an SDK that its profile is about is not said to projects held to earlier ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from wflint.checking.options import CheckOptions
from wflint.checking.run import check_files
from wflint.files.discovery import discover
from wflint.languages import SUFFIXES
from wflint.rules import all_rules

HANDLER = """\
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve<{ prompt: string }>(
  async (context) => {
    await context.call("draw", { url: "https://images.example.com", method: "POST", body: { size: 512 } });
    await context.agents.openai("large");
    await context.agent("large");
  },
  { retries: 3, retry: 2 },
);
"""
ALWAYS = ["`agent`", "`retry`"]
NOW = [*ALWAYS, "`agents`", "`body`", "`retries`"]


def found(manifest: str) -> list[str]:
    """Return what the findings about the SDK's own signatures name."""
    Path("route.ts").write_text(HANDLER)
    Path("package.json").write_text(manifest)
    files = discover([Path()], suffixes=SUFFIXES, cwd=Path.cwd())
    report = check_files(files, CheckOptions(frozenset(rule.name for rule in all_rules())))
    messages = [each.message for each in report.findings if each.code in ("WF603", "WF605", "WF611")]
    return sorted(name for name in NOW if any(name in message for message in messages))


@pytest.mark.parametrize(
    ("asked", "told"),
    [("^1.3.0", NOW), ("latest", NOW), (">=0.2", NOW), ("^0.2.20", ALWAYS), ("0.2.6", ALWAYS)],
)
def test_what_an_earlier_sdk_takes_is_not_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: str, told: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert found(f'{{"dependencies": {{"@upstash/workflow": "{asked}"}}}}') == sorted(told)
