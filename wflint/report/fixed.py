"""The result of a run of fixes: what was fixed, what remains and why, and which handlers' runs must not be in flight."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, BinaryIO, TextIO

from rich.text import Text

from wflint.engines import load_profiles
from wflint.engines.replay import Draining
from wflint.findings import FixClass, InFlight
from wflint.report.console import LEVEL_STYLES, QUIET_STYLE, Screen, open_screen
from wflint.report.diff import diff_lines
from wflint.report.fix_diff import DIFF_STYLES
from wflint.report.summary import count
from wflint.report.visible import goes_to_log, inert

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from wflint.files.text import SourceText
    from wflint.findings import Finding
    from wflint.fixes import Applied, FixResult

_DIFF_STYLES = {**DIFF_STYLES, "@": "cyan"}


def render(
    fixed: FixResult,
    out: TextIO,
    *,
    color: bool | None = None,
    width: int | None = None,
    is_written: bool = True,
    is_brief: bool = False,
) -> None:
    """Write a line for each finding that was fixed or remains, then what that means for runs in flight.

    Without `is_written`, the fixes were only shown, and nothing was written. With `is_brief`, only what remains is written.
    """
    screen = open_screen(out, color=color, width=width)
    rows: list[Text] = []
    if is_brief:
        screen.write([_finding(each.finding, fixed.report.sources, screen) for each in fixed.remaining])
        return
    if fixed.applied:
        files = count(len(fixed.after), "file")
        done = "Fixed" if is_written else "Would fix"
        rows.append(Text(f"{done} {count(len(fixed.applied), 'finding')} in {files}:", style="bold"))
        rows += [_done(each, screen) for each in fixed.applied]
        rows.append(Text())
    if fixed.remaining:
        need = "needs" if len(fixed.remaining) == 1 else "need"
        rows.append(Text(f"{count(len(fixed.remaining), 'finding')} {need} a change by hand:", style="bold"))
        for each in fixed.remaining:
            rows += _open(each.finding, each.reason, fixed.report.sources, screen)
        rows.append(Text())
    for text in draining_sentences(fixed.applied, is_written=is_written):
        rows += screen.wrap(screen.prose(text), screen.width)
    if not fixed.applied and not fixed.remaining:
        rows.append(Text("Nothing to fix."))
    screen.write(rows[:-1] if rows and not rows[-1].plain else rows)


def _place(finding: Finding, sources: Mapping[str, SourceText]) -> str:
    return f"{finding.span.path}:{sources[finding.span.path].place_of(finding.span.start)}"


def _done(applied: Applied, screen: Screen) -> Text:
    finding = applied.finding
    # Without a line: a later pass has seen another text than the one that the run began with.
    return Text.assemble(
        "  ",
        (screen.charset.escape(finding.span.path), "bold"),
        f": {finding.name} ({finding.code}): ",
        screen.prose(applied.fix.message),
        "" if applied.fix.fix_class is FixClass.SAFE else f" ({applied.fix.fix_class.value})",
    )


def _finding(finding: Finding, sources: Mapping[str, SourceText], screen: Screen) -> Text:
    return Text.assemble(
        (screen.charset.escape(_place(finding, sources)), "bold"),
        ": ",
        (f"{finding.level.value}[{finding.name}]", LEVEL_STYLES[finding.level]),
        (f" ({finding.code})", QUIET_STYLE),
    )


def _open(finding: Finding, reason: str, sources: Mapping[str, SourceText], screen: Screen) -> list[Text]:
    row = Text("  ").append_text(_finding(finding, sources, screen))
    if not reason:
        return [row]
    indent = Text(" " * 6)
    return [
        row,
        *(indent + line for line in screen.wrap(screen.prose(f"not fixed: {reason}"), screen.width - 6)),
    ]


def draining_sentences(applied: Sequence[Applied], *, is_written: bool) -> list[str]:
    """Return which handlers' runs do not survive the deploy of some fixes, and how to deploy them: one text an engine."""
    handlers: dict[str | None, set[tuple[str, str]]] = {}
    for each in applied:
        finding = each.finding
        if each.fix.in_flight is InFlight.BREAKS and finding.handler:
            place = finding.handler, finding.handler_path
            handlers.setdefault(finding.engine, set()).add(place)
    return [_draining(engine, sorted(handlers[engine]), is_written=is_written) for engine in handlers]


def _draining(engine: str | None, handlers: Sequence[tuple[str, str]], *, is_written: bool) -> str:
    named = ", ".join(f"`{name}` ({path})" for name, path in handlers)
    draining = next((each.draining for each in load_profiles() if each.id == engine), Draining())
    are = "were" if is_written else "would be"
    return (
        f"Steps {are} added, renamed or moved in {named}: runs that are in flight during the deploy {draining.in_flight}. "
        f"How to deploy: {draining.advice}."
    )


def render_diff(
    before: Mapping[str, SourceText], after: Mapping[str, str], out: TextIO, *, color: bool | None = None
) -> None:
    """Write unified diffs of all changed files; to anything but a terminal and the log of a CI job as `patch` reads them."""
    diffs = {path: diff_lines(before[path], after[path]) for path in sorted(after)}
    lines = [line for diff in diffs.values() for line in diff]
    if out.isatty() or color:
        if lines:
            screen = open_screen(out, color=color, width=None)
            screen.write([_diff_row(line, screen) for line in lines])
    elif goes_to_log(out, os.environ):
        _write_lines(map(inert, lines), out.encoding or "utf-8", out)
    else:
        for path, diff in diffs.items():
            _write_lines(diff[:2], "utf-8", out)  # the path, which is not the file's
            _write_lines(diff[2:], before[path].encoding, out)


def _write_lines(lines: Iterable[str], encoding: str, out: TextIO) -> None:
    """Write lines with the newlines that they have, in an encoding of their own, whatever the console takes."""
    stream: BinaryIO | None = getattr(out, "buffer", None)
    if stream is None:
        out.writelines(lines)
        return
    out.flush()
    stream.writelines(line.encode(encoding, "backslashreplace") for line in lines)
    stream.flush()


def _diff_row(line: str, screen: Screen) -> Text:
    shown = "".join(char if char == "\t" else screen.charset.escape(char) for char in line.rstrip("\r\n"))
    return Text(shown, style=_DIFF_STYLES.get(line[:1], ""))
