"""The result of a run of fixes: what was fixed, what remains and why, and which handlers' runs must not be in flight."""

from __future__ import annotations

import os
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, BinaryIO, Final, TextIO, TypeAlias

from rich.text import Text

from wflint.engines import load_profiles
from wflint.engines.replay import Draining
from wflint.files.moved import moved
from wflint.findings import InFlight, Level
from wflint.fixes import Obstacle
from wflint.report.console import LEVEL_STYLES, QUIET_STYLE, Screen, open_screen
from wflint.report.diff import diff_lines
from wflint.report.fix_diff import DIFF_STYLES
from wflint.report.summary import count
from wflint.report.visible import goes_to_log, inert

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from wflint.files.text import SourceText
    from wflint.fixes import Applied, FixResult, Remaining

_DIFF_STYLES: Final = {**DIFF_STYLES, "@": "cyan"}
_INDENT: Final = 2
_HANGING: Final = 6

_Handlers: TypeAlias = "dict[str | None, set[tuple[str, str]]]"
"""The handlers of each engine, with their files."""


def render(
    fixed: FixResult,
    out: TextIO,
    *,
    color: bool | None = None,
    width: int | None = None,
    is_written: bool = True,
    is_brief: bool = False,
) -> None:
    """Write what the fixes mean for runs in flight, then a line for each finding that was fixed or remains.

    Without `is_written`, the fixes were only shown, and nothing was written. With `is_brief`, only what remains is written.
    """
    screen = open_screen(out, color=color, width=width)
    if is_brief:
        screen.write([_finding(each, fixed, screen, is_written=is_written) for each in fixed.remaining])
        return
    parts = [
        _draining_rows(fixed, screen, is_written=is_written),
        _done_rows(fixed, screen, is_written=is_written),
        _answered_row(fixed, is_written=is_written),
        *_open_parts(fixed, screen, is_written=is_written),
    ]
    shown = [part for part in parts if part] or [[Text("Nothing to fix.")]]
    screen.write([row for part in shown for row in (*part, Text())][:-1])


def _draining_rows(fixed: FixResult, screen: Screen, *, is_written: bool) -> list[Text]:
    rows: list[Text] = []
    for text in draining_sentences(fixed.applied, is_written=is_written):
        warning = Text.assemble(("warning", LEVEL_STYLES[Level.WARNING]), ": ", screen.prose(text))
        rows += screen.wrap(warning, screen.width)
    return rows


def _done_rows(fixed: FixResult, screen: Screen, *, is_written: bool) -> list[Text]:
    if not fixed.applied:
        return []
    done = "Fixed" if is_written else "Would fix"
    late = ""
    if fixed.late:
        late = (
            f" ({fixed.late} of them {'appears' if fixed.late == 1 else 'appear'} only once others are fixed)"
        )
    head = f"{done} {count(len(fixed.applied), 'finding')} in {count(len(fixed.after), 'file')}{late}:"
    rows = [Text(head, style="bold")]
    texts = _texts(fixed, is_written=is_written)
    for path, start, each in sorted(_placed(fixed, is_written=is_written), key=lambda placed: placed[:2]):
        source = texts[path]
        rows += _done(each, f"{path}:{source.cell_line(source.line_of(start))}", screen)
    return rows


def _placed(fixed: FixResult, *, is_written: bool) -> Iterator[tuple[str, int, Applied]]:
    """Yield what was applied with the place that its finding has in the text that is on disk."""
    for each in fixed.applied:
        path, start = each.finding.span.path, each.start
        if is_written and path in fixed.after:
            start = moved(start, fixed.before[path].text, fixed.after[path])
        yield path, start, each


def _texts(fixed: FixResult, *, is_written: bool) -> Mapping[str, SourceText]:
    """Return the texts that are on disk."""
    return fixed.report.sources if is_written else {**fixed.report.sources, **fixed.before}


def _answered_row(fixed: FixResult, *, is_written: bool) -> list[Text]:
    """Return how many fixes were wanted; nothing where all were."""
    answered = Counter(each.obstacle for each in fixed.remaining)
    if not answered[Obstacle.DECLINED] and not answered[Obstacle.NOT_ASKED]:
        return []
    applied = "Applied" if is_written else "Would apply"
    said = f"{applied} {len(fixed.applied)}, declined {answered[Obstacle.DECLINED]}, not asked {answered[Obstacle.NOT_ASKED]}."
    return [Text(said)]


def _open_parts(fixed: FixResult, screen: Screen, *, is_written: bool) -> Iterator[list[Text]]:
    """Yield what there is to do by hand, and what the options leave out."""
    for obstacle, one, several in (
        (Obstacle.UNFIXABLE, "needs a change by hand", "need a change by hand"),
        (Obstacle.OPTIONS, "has a fix that was left out", "have fixes that were left out"),
    ):
        found = [each for each in fixed.remaining if each.obstacle is obstacle]
        if found:
            head = f"{count(len(found), 'finding')} {one if len(found) == 1 else several}:"
            rows = [_open(each, fixed, screen, is_written=is_written) for each in found]
            yield [Text(head, style="bold"), *(row for each in rows for row in each)]


def _done(applied: Applied, place: str, screen: Screen) -> list[Text]:
    finding = applied.finding
    row = Text.assemble(
        (screen.charset.escape(place), "bold"),
        f": {finding.name} ({finding.code}): ",
        screen.prose(f"{applied.fix.message} ({applied.fix.fix_class.value})"),
    )
    return _hanging(row, screen)


def _hanging(row: Text, screen: Screen) -> list[Text]:
    """Return an item of a list; where there is an edge, what goes beyond it hangs below."""
    lines = screen.wrap(row, screen.width - _HANGING) if screen.has_edge else [row]
    return [Text(" " * (_HANGING if index else _INDENT)) + line for index, line in enumerate(lines)]


def _finding(remaining: Remaining, fixed: FixResult, screen: Screen, *, is_written: bool) -> Text:
    finding = remaining.finding
    source = _texts(fixed, is_written=is_written)[finding.span.path]
    place = source.place_of(fixed.start_of(finding, is_written=is_written))
    return Text.assemble(
        (screen.charset.escape(f"{finding.span.path}:{place}"), "bold"),
        ": ",
        (f"{finding.level.value}[{finding.name}]", LEVEL_STYLES[finding.level]),
        (f" ({finding.code})", QUIET_STYLE),
    )


def _open(remaining: Remaining, fixed: FixResult, screen: Screen, *, is_written: bool) -> list[Text]:
    rows = _hanging(_finding(remaining, fixed, screen, is_written=is_written), screen)
    if remaining.reason:
        why = screen.wrap(screen.prose(f"not fixed: {remaining.reason}"), screen.width - _HANGING)
        rows += [Text(" " * _HANGING) + line for line in why]
    return rows


def draining_sentences(applied: Sequence[Applied], *, is_written: bool) -> list[str]:
    """Return which handlers' runs do not survive the deploy of some fixes, and how to deploy them: one text an engine."""
    moved_in: _Handlers = {}
    read_in: _Handlers = {}
    for each in applied:
        finding, fix = each.finding, each.fix
        if fix.in_flight is InFlight.BREAKS and finding.handler:
            handlers = read_in if fix.changes_result else moved_in
            handlers.setdefault(finding.engine, set()).add((finding.handler, finding.handler_path))
    return [
        _draining(engine, moved_in.get(engine, set()), read_in.get(engine, set()), is_written=is_written)
        for engine in dict.fromkeys([*moved_in, *read_in])
    ]


def _draining(
    engine: str | None, moved_in: set[tuple[str, str]], read_in: set[tuple[str, str]], *, is_written: bool
) -> str:
    draining = next((each.draining for each in load_profiles() if each.id == engine), Draining())
    are, read = ("were", "reads") if is_written else ("would be", "would read")
    said: list[str] = []
    if moved_in:
        said.append(
            f"Steps {are} added, renamed or moved in {_named(moved_in)}: runs that are in flight during the deploy {draining.in_flight}."
        )
    if only_read := read_in - moved_in:
        said.append(f"{_named(only_read)} {read} results of steps that runs in flight have not recorded.")
    return " ".join([*said, f"How to deploy: {draining.advice}."])


def _named(handlers: set[tuple[str, str]]) -> str:
    return ", ".join(f"`{name}` ({path})" for name, path in sorted(handlers))


def render_diff(
    before: Mapping[str, SourceText], after: Mapping[str, str], out: TextIO, *, color: bool | None = None
) -> None:
    """Write unified diffs of all changed files; to anything but a terminal and the log of a CI job as `patch` reads them."""
    diffs = {path: diff_lines(before[path], after[path]) for path in sorted(after)}
    if out.isatty() or color:
        screen = open_screen(out, color=color, width=None)
        for diff in diffs.values():
            screen.write([*(_diff_row(line, screen) for line in diff), Text()])
    elif goes_to_log(out, os.environ):
        _write_lines(map(inert, chain.from_iterable(diffs.values())), out.encoding or "utf-8", out)
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
