"""Reports to render: what is found in fixtures, and one with everything that a format might trip over."""

from __future__ import annotations

from pathlib import Path

from report_building import finding, fix_inserting, primary, report, source

from wflint.checking.options import CheckOptions
from wflint.checking.report import Report
from wflint.checking.run import check_files
from wflint.errors import SourceError
from wflint.files.discovery import discover
from wflint.findings import Label, Level, Role, Span
from wflint.languages import SUFFIXES
from wflint.rules import all_rules

FIXTURES = Path(__file__).parents[2] / "fixtures"
PROJECTS = ("tour", "hardcoded-secret", "syntax-error", "unused-ignore", "localhost-url", "parallel-steps")
HOSTILE_PATH = 'my flows/it\'s "50%25", <script>&amp;]]>; [a]|`b`.py'
HOSTILE = (
    "plain",
    "two\nlines\r\nand a half\r",
    "50% off, %0A is no newline, %AZP25 is no percent",
    "]]> ends <![CDATA[ nothing",
    "<script>alert('\"&\"')</script> `<b>code|`",
    "a | b `c|d` \\| $x$ *e* _f_ [g](h) ~~i~~ <!-- j -->",
    "::error::x ##vso[task.complete]y;z=1",
    "\x00\x1b[2J\x7f\u202e\u2028\ufeff\ud800\ufffe",
    "`unpaired",
    "",
)


def checked(project: str) -> Report:
    files = discover([FIXTURES / project], respect_gitignore=False, suffixes=SUFFIXES, cwd=FIXTURES)
    return check_files(files, CheckOptions(frozenset(rule.name for rule in all_rules()), Level.INFO))


def hostile() -> Report:
    sources = source('x = "👍\t" + y\r\nz\r\n', HOSTILE_PATH)
    text = sources[HOSTILE_PATH].text
    where = Span(HOSTILE_PATH, text.index("y"), text.index("y") + 1)
    levels = [Level.ERROR, Level.WARNING, Level.INFO]
    found = [
        finding(
            primary(where, message),
            Label(Span(HOSTILE_PATH, text.index("z"), len(text)), message, Role.CAUSE),
            message=message,
            help=message,
            level=levels[number % 3],
            handler=message or None,
            engine=None,
            fix=fix_inserting(where, message, message=message) if number % 2 else None,
        )
        for number, message in enumerate(HOSTILE)
    ]
    return report(*found, sources=sources, errors=(SourceError("no <b>\n%.py", "cannot | be `read` ]]>\r"),))
