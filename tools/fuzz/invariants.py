"""What wflint promises of every input."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path

from tools.apart import Died, apart, limit
from tools.fuzz.commands import look_at_command
from tools.fuzz.editor import look_in_editor
from tools.fuzz.mutations import parses
from tools.fuzz.promises import Problem, raised, reported
from wflint.checking.options import CheckOptions
from wflint.checking.report import Report
from wflint.checking.run import check_session
from wflint.explaining import Explanation, explain_session
from wflint.explaining.nodes import SourcePlace
from wflint.files.discovery import SourceFile
from wflint.findings import Level
from wflint.fixes import EVERYTHING, FixResult, fix_files
from wflint.pipeline.limits import on_deep_stack
from wflint.rules import all_rules
from wflint.workspace.session import Session

FOLDER = Path("/nowhere")
"""Where the files are said to be; there are none on disk."""
_OPTIONS = CheckOptions(frozenset(rule.name for rule in all_rules()), min_level=Level.INFO)
_SECONDS, _BYTES_A_SECOND = 10.0, 4_000
"""How long an input may take: some seconds, and one more for so many bytes."""


def warm_up(inputs: Iterable[Mapping[str, bytes]]) -> None:
    """Try inputs in this process, so that what is loaded and made once is there in each that is forked from it."""
    for files in inputs:
        for look in _LOOKS:
            _seen(look, files)


def problems_of(files: Mapping[str, bytes]) -> list[Problem]:
    """Try some files in a process of its own, and return what is wrong, each cause once."""
    return [each for _, problems in tried([files]) for each in problems]


def tried(inputs: Iterable[Mapping[str, bytes]]) -> Iterator[tuple[int, list[Problem]]]:
    """Try inputs in one process, and yield the number of each with what is wrong; one that ends the process is the last."""

    def work(send: Callable[[object], None]) -> None:
        for number, files in enumerate(inputs):
            seconds = _SECONDS + sum(map(len, files.values())) / _BYTES_A_SECOND
            found: list[Problem] = []
            for look in _LOOKS:
                limit(seconds)
                send((number, look.__name__, found))
                found += _seen(look, files)
            limit(0)
            send((number, "", found))

    number, doing, found = 0, "", list[Problem]()
    for each in apart(work):
        if isinstance(each, Died):
            promise = "it ends in time" if each.was_too_slow else "the process lives on"
            yield number, [*found, Problem(promise, f"{doing}: {each.signal.name}")]
        else:
            number, doing, found = each
            if not doing:
                yield number, found


def _seen(
    look: Callable[[Mapping[str, bytes]], Iterator[Problem]], files: Mapping[str, bytes]
) -> list[Problem]:
    try:
        problems = on_deep_stack(lambda: list(look(files)))
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what this looks for
        problems = [raised(error)]
    return list({each.key: each for each in problems}.values())


def _look_at_check(files: Mapping[str, bytes]) -> Iterator[Problem]:
    session = Session(_given(files), _OPTIONS.scope, buffers=_buffers(files))
    report = check_session(session, _OPTIONS)
    report.verify_fixes()
    explanation = explain_session(session)
    yield from reported("check", report.internal_errors)
    yield from reported("explain", explanation.internal_errors)
    yield from _misplaced(report, explanation)


def _look_at_fixes(files: Mapping[str, bytes]) -> Iterator[Problem]:
    result = _fixed(files)
    yield from reported("fix", result.internal_errors)
    yield from _misplaced(result.report, None)
    for path, text in result.after.items():
        if not parses(text, Path(path).suffix) and parses(result.before[path].text, Path(path).suffix):
            yield Problem("what was fixed parses", Path(path).suffix, text)
    if result.after:
        again = _fixed({**files, **{path: text.encode() for path, text in result.after.items()}})
        if again.after:
            applied = ", ".join(sorted({each.finding.name for each in again.applied}))
            yield Problem("a second fix changes nothing", applied, "".join(again.after.values()))


def _fixed(files: Mapping[str, bytes]) -> FixResult:
    return fix_files(_given(files), _OPTIONS, EVERYTHING, buffers=_buffers(files))


def _given(files: Mapping[str, bytes]) -> list[SourceFile]:
    return [SourceFile(FOLDER / path, path, explicit=True, real=FOLDER / path) for path in files]


def _buffers(files: Mapping[str, bytes]) -> dict[Path, bytes]:
    return {FOLDER / path: data for path, data in files.items()}


def _misplaced(report: Report, explanation: Explanation | None) -> Iterator[Problem]:
    for finding in report.findings:
        spans = [finding.span, *(label.span for label in finding.related)]
        fix = report.fix_of(finding)
        spans += [edit.span for edit in fix.edits] if fix is not None else []
        for span in spans:
            source = report.sources.get(span.path)
            if source is None or not 0 <= span.start <= span.end <= len(source.text):
                yield Problem("positions are within the text", finding.name, f"{finding} {span}")
    for place in _places(explanation):
        span = place.span
        source = report.sources.get(span.path)
        if source is not None and not 0 <= span.start <= span.end <= len(source.text):
            yield Problem("positions are within the text", "explain", str(span))


def _places(node: object) -> Iterator[SourcePlace]:
    """Yield the places in a tree of records."""
    match node:
        case SourcePlace():
            yield node
        case tuple() | list():
            for each in node:
                yield from _places(each)
        case _ if is_dataclass(node):
            for each in fields(node):
                yield from _places(getattr(node, each.name))
        case _:
            pass


_LOOKS = (_look_at_check, _look_at_fixes, look_at_command, look_in_editor)
