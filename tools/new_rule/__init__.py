"""Write the files of a new rule: its module, its first two fixtures in each language and a line in the changelog.

The templates beside this file show what a rule looks like, and are all that changes when that does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Template

TEMPLATES = Path(__file__).parent
SUMMARY = "Say here in one sentence what it finds"
LEVELS = ("error", "warning", "info")

_UNRELEASED, _ADDED = "## [Unreleased]", "### Added"


class NewRuleError(ValueError):
    """A rule cannot be written as it is asked for; says why."""


@dataclass(frozen=True, slots=True)
class NewRule:
    """A rule that does not exist yet.

    Attributes:
        name: Its name, `step-called-early`.
        code: Its permanent code, `WF304`.
        level: How bad it is at worst.
        summary: What it finds, one sentence without a full stop.
    """

    name: str
    code: str
    level: str = "error"
    summary: str = SUMMARY


def write_rule(root: Path, rule: NewRule) -> list[Path]:
    """Write the files of a rule into a checkout; return those that were written or changed.

    Raises:
        NewRuleError: The name or code is taken, or is none.
    """
    problem = next(_problems(root, rule), None)
    if problem is not None:
        raise NewRuleError(problem)
    words = {"name": rule.name, "code": rule.code, "summary": rule.summary}
    folder = root / "fixtures" / rule.name
    written = {
        _module(root, rule): _filled("rule.py", words, level=rule.level.upper()),
        folder / "wrong.py": _filled("wrong.py", words, level=rule.level),
        folder / "wrong.ts": _filled("wrong.ts", words, level=rule.level),
        folder / "ok_right.py": _filled("ok.py", words, level=rule.level),
        folder / "ok_right.ts": _filled("ok.ts", words, level=rule.level),
        root / "CHANGELOG.md": _with_entry(
            (root / "CHANGELOG.md").read_text("utf-8"), f"- `{rule.name}` ({rule.code}): {rule.summary}."
        ),
    }
    for path, text in written.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return list(written)


def placeholders() -> frozenset[str]:
    """Return the texts of the templates that are to be replaced, which all end in ` ...`, and the summary's."""
    texts = (path.read_text("utf-8") for path in TEMPLATES.glob("*.template"))
    return frozenset({SUMMARY, *(found for text in texts for found in re.findall(r"\w[\w ]* \.\.\.", text))})


def _module(root: Path, rule: NewRule) -> Path:
    return root / "wflint" / "rules" / f"{rule.name.replace('-', '_')}.py"


def _problems(root: Path, rule: NewRule) -> Iterator[str]:
    if not re.fullmatch(r"[a-z]+(-[a-z]+)+", rule.name):
        yield f"{rule.name!r} is no name of a rule: two or more words in lower case, joined by hyphens"
    if not re.fullmatch(r"WF\d{3}", rule.code):
        yield f"{rule.code!r} is no code of a rule: WF and three digits"
    if rule.level not in LEVELS:
        yield f"{rule.level!r} is no level: {', '.join(LEVELS)}"
    taken = (_module(root, rule), _module(root, rule).with_suffix(""), root / "fixtures" / rule.name)
    for path in taken:
        if path.exists():
            yield f"{path.relative_to(root)} exists already"
    for path in sorted((root / "wflint" / "rules").rglob("*.py")):
        if f'code="{rule.code}"' in path.read_text("utf-8"):
            yield f"{rule.code} is the code of {path.relative_to(root)}"


def _filled(template: str, words: dict[str, str], *, level: str) -> str:
    text = (TEMPLATES / f"{template}.template").read_text("utf-8")
    return Template(text).substitute(words, level=level)


def _with_entry(changelog: str, entry: str) -> str:
    """Return a changelog with one more entry, the last one below *Added* of what is not released yet."""
    lines = changelog.splitlines()
    if _UNRELEASED not in lines:
        raise NewRuleError(f"CHANGELOG.md has no heading {_UNRELEASED!r}")
    start = lines.index(_UNRELEASED) + 1
    end = _next_heading(lines, start, "## ")
    if _ADDED not in lines[start:end]:
        lines[start:start] = ["", _ADDED, "", entry]
        return "\n".join([*lines, ""])
    begin = lines.index(_ADDED, start, end) + 1
    end = _next_heading(lines, begin, "##")
    while not lines[end - 1].strip():
        end -= 1
    lines.insert(end, entry)
    return "\n".join([*lines, ""])


def _next_heading(lines: list[str], start: int, mark: str) -> int:
    return next((number for number in range(start, len(lines)) if lines[number].startswith(mark)), len(lines))
