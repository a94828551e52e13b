"""Every row of JavaScript's catalogue fires for a call as users write it, and those that say `none` stay silent."""

from __future__ import annotations

from pathlib import Path

from effect_codes import TOLD_AS
from written_scripts import ScriptWriter

from wflint import Options, check
from wflint.effects import EffectKind, Row, load_catalogue

WRITER = ScriptWriter(load_catalogue("javascript"))
_AT_ONCE = 60
"""How many calls one handler holds."""


def _handler(calls: list[str]) -> str:
    """A module with one handler, whose step uses what each call gives."""
    lines = "".join(f"  const v{number} = {call};\n" for number, call in enumerate(calls))
    used = ", ".join(f"v{number}" for number in range(len(calls)))
    return (
        'import { serve } from "@upstash/workflow/nextjs";\n'
        f"{WRITER.imports_of(lines)}export const {{ POST }} = serve(async (context) => {{\n{lines}"
        f'  await context.run("use", () => [{used}].length);\n}});\n'
    )


def _told(folder: Path, rows: list[Row]) -> dict[str, set[str]]:
    """The codes of what is told at the call of each row that can be written."""
    written = [(row, call) for row in rows if (call := WRITER.calls(row)) is not None]
    assert len(written) > 1000
    names: dict[tuple[str, str], str] = {}
    for start in range(0, len(written), _AT_ONCE):
        part = written[start : start + _AT_ONCE]
        path = folder / f"calls{start}.ts"
        path.write_text(_handler([call for _, call in part]), encoding="utf-8")
        names.update({(path.name, f"v{number}"): row.name for number, (row, _) in enumerate(part)})
    report = check(folder, Options({"min-level": "info"}, isolated=True))
    assert not report.internal_errors

    told: dict[str, set[str]] = {name: set() for name in names.values()}
    for finding in report.findings:
        text = report.sources[finding.span.path].text
        line = text[text.rfind("\n", 0, finding.span.start) + 1 :]
        variable = line.strip().removeprefix("const ").partition(" =")[0]
        name = names.get((Path(finding.span.path).name, variable))
        if name is not None:
            told[name].add(finding.code)
    return told


def test_what_fires_is_told_at_the_call(tmp_path: Path) -> None:
    rows = {row.name: row for row in WRITER.rows if row.effect in TOLD_AS}

    told = _told(tmp_path, list(rows.values()))

    assert [name for name, codes in told.items() if TOLD_AS[rows[name].effect] not in codes] == []


def test_what_does_nothing_is_not_told(tmp_path: Path) -> None:
    rows = [
        row
        for row in WRITER.rows
        if row.effect is EffectKind.NONE and not row.is_prefix and WRITER.owner(row) in {None, *WRITER.calm}
    ]

    told = _told(tmp_path, rows)

    assert {name: codes for name, codes in told.items() if codes} == {}
