"""The report as one HTML page that loads nothing: findings with their code, and a filter."""

from __future__ import annotations

import hashlib
import time
from base64 import b64encode
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from wflint._version import __version__
from wflint.checking.fingerprint import fingerprints
from wflint.report.annotations import layout
from wflint.report.groups import grouped, replay_reminder
from wflint.report.html_code import code_table
from wflint.report.html_diff import diff_table
from wflint.report.html_text import plain, prose
from wflint.report.sentences import notes
from wflint.report.summary import count, summary
from wflint.report.visible import inert, reference

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from wflint.checking.report import Report
    from wflint.errors import InternalError, SourceError
    from wflint.findings import Finding
    from wflint.report.groups import Group


def render(report: Report, out: TextIO, **_terminal: object) -> None:
    """Write the page in ASCII, with references for all other characters, so the output's encoding does not matter."""
    page = "\n".join(_page(report)) + "\n"
    out.write(inert(page.encode("ascii", "xmlcharrefreplace").decode("ascii"), reference))


def _page(report: Report) -> Iterator[str]:
    """Yield the lines of the page."""
    title = f"{plain(Path.cwd().name)}, {time.strftime('%Y-%m-%d')}"
    style, script = _asset("html.css"), _asset("html.js")
    policy = f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}"
    yield "<!doctype html>"
    yield '<html lang="en">'
    yield '<meta charset="utf-8">'
    # Should anything from a source file ever get through as markup, it could still neither run nor load.
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{title}</title>"
    yield f"<style>{style}</style>"
    yield f'<h1>{title} <span class="quiet">wflint {__version__}</span></h1>'
    yield f"<p>{prose(summary(report))}</p>"
    yield from _not_checked(report.problems)
    if report.findings:
        yield from _filter(report.findings)
        prints = fingerprints(report.findings, report.sources)
        anchors = {id(finding): each for finding, each in zip(report.findings, prints, strict=True)}
        said = set[str]()
        for group in grouped(report.findings):
            yield from _section(group, report, anchors, said)
        yield f"<script>{script}</script>"
    yield "</html>"


def _asset(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _not_checked(errors: Sequence[SourceError | InternalError]) -> Iterator[str]:
    if not errors:
        return
    yield "<h2>Not checked</h2>"
    yield "<ul>"
    for error in errors:
        yield f'<li class="error">{plain(str(error))}</li>'
    yield "</ul>"


def _filter(findings: Sequence[Finding]) -> Iterator[str]:
    levels = Counter(finding.level for finding in findings)
    rules = Counter(finding.name for finding in findings)
    yield '<form class="filter" hidden>'
    yield '<input type="search" name="text" aria-label="Text" placeholder="Filter by words">'
    yield _select("level", {level.value: levels[level] for level in sorted(levels, reverse=True)})
    yield _select("rule", {name: rules[name] for name in sorted(rules)})
    yield '<output name="shown"></output>'
    yield "</form>"


def _select(name: str, counts: Mapping[str, int]) -> str:
    options = "".join(
        f'<option value="{plain(value)}">{plain(value)} ({number})</option>'
        for value, number in counts.items()
    )
    return (
        f'<select name="{name}" aria-label="{name}"><option value="">All {name}s</option>{options}</select>'
    )


def _section(group: Group, report: Report, anchors: Mapping[int, str], said: set[str]) -> Iterator[str]:
    """Yield the findings about a handler below its name, and that it is replayed unless that was said before."""
    place = plain(group.place(report.sources))
    reminder = ""
    if group.reminder is not None and group.reminder.message not in said:
        said.add(group.reminder.message)
        reminder = f": {prose(replay_reminder(group))}"
    yield "<section>"
    if group.handler:
        yield f"<h2>Handler <code>{plain(group.handler)}</code></h2>"
        yield f'<p class="quiet">{place}{reminder}</p>'
    else:
        yield f"<h2>{place}</h2>"
    for finding in group.findings:
        yield from _article(finding, group, report, anchors[id(finding)], said)
    yield "</section>"


def _article(finding: Finding, group: Group, report: Report, anchor: str, said: set[str]) -> Iterator[str]:
    """Yield a finding; what a class of fixes means is said with the first of them."""
    level, fix = finding.level.value, report.fix_of(finding)
    yield f'<article id="{plain(anchor)}" data-level="{level}" data-rule="{plain(finding.name)}">'
    yield f'<h3><span class="{level}">{level}</span> {prose(finding.message)}</h3>'
    link = f'<a href="#{plain(anchor)}" aria-label="Link to this finding">#</a>'
    rule = f'<a href="{plain(finding.url)}">{plain(finding.name)}</a>' if finding.url else plain(finding.name)
    yield f'<p class="quiet">{rule} ({plain(finding.code)}) {link}</p>'
    annotated = layout(finding, report.sources, without=group.reminder)
    for file in annotated.files:
        yield f"<figure><figcaption>{plain(file.header)}</figcaption>"
        yield from code_table(file)
        yield "</figure>"
    hidden = [("note", f"{count(annotated.hidden, 'more place')} not shown")] if annotated.hidden else []
    yield "<dl>"
    is_known = fix is not None and fix.fix_class.value in said
    for key, text in [*hidden, *notes(replace(finding, url=""), fix, is_known=is_known)]:
        yield f"<dt>{key}</dt><dd>{prose(text)}</dd>"
    yield "</dl>"
    if fix is not None:
        said.add(fix.fix_class.value)
    yield from diff_table(fix, report.sources)
    yield "</article>"
