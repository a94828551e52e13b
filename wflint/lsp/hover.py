"""What is shown under the pointer: findings, rules in ignore comments, handlers, steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from lsprotocol.types import Hover, MarkupContent, MarkupKind, Position, Range

from wflint.explaining.bounds import Bounds
from wflint.files.ignores import find_ignores
from wflint.ir.spelling import name_spelled
from wflint.languages import language_of
from wflint.lsp.workflow_text import workflow_story
from wflint.report.quantities import count_text, ordinal
from wflint.rules import find_rule

if TYPE_CHECKING:
    from wflint.explaining.nodes import Capture, EffectNode, Returns, StepNode
    from wflint.findings import Finding
    from wflint.lsp.model import Model
    from wflint.lsp.position_mapper import FilePositions
    from wflint.lsp.settings import ClientSettings
    from wflint.rules import RegisteredRule

_RULE = "\n\n---\n\n"


def hover(model: Model, position: Position, settings: ClientSettings) -> Hover | None:
    """Return what there is to say about a position; `None` if nothing."""
    found = [*_ignored_rules(model.positions, position), *_findings(model, position)]
    if settings.step_hover:
        found += [*_handlers(model, position), *_steps(model, position)]
    if not found:
        return None
    texts = dict.fromkeys(text for _, text in found)
    return Hover(MarkupContent(MarkupKind.Markdown, _RULE.join(texts)), found[0][0])


def _ignored_rules(positions: FilePositions, position: Position) -> Iterator[tuple[Range, str]]:
    language = language_of(positions.source.path)
    for comment in find_ignores(positions.source, language.comments).comments:
        for entry in comment.rules:
            rule = find_rule(entry.text)
            place = positions.of_document(entry.span.start, entry.span.end)
            if rule is not None and _holds(place, position):
                yield place, _page(rule, language.name)


def _findings(model: Model, position: Position) -> Iterator[tuple[Range, str]]:
    for place, finding in model.placed:
        if _holds(place, position):
            yield place, _about_finding(finding)


def _about_finding(finding: Finding) -> str:
    rule = f"[{finding.code}]({finding.url})" if finding.url else finding.code
    help_ = f"**help**: {finding.help}" if finding.help else ""
    return "\n\n".join(
        filter(None, [f"**{finding.level.value}[{finding.name}]** · {rule}", finding.message, help_])
    )


def _page(rule: RegisteredRule, language: str) -> str:
    return f"{rule.page_in(language)}\n\n[{rule.code}]({rule.url})"


def _handlers(model: Model, position: Position) -> Iterator[tuple[Range, str]]:
    for workflow in model.own_workflows:
        span = workflow.shown_at.span
        place = model.positions.range(span.start, span.end)
        # That of a function without a name holds its body, in which only the first line is about the whole.
        if place is not None and _holds(place, position) and position.line == place.start.line:
            yield place, f"```text\n{workflow_story(workflow)}```"


def _steps(model: Model, position: Position) -> Iterator[tuple[Range, str]]:
    for (start, end), steps in reversed(model.steps().items()):
        place = model.positions.range(start, end)
        if place is not None and _holds(place, position):
            yield place, _about(steps)
            return  # an outer call says nothing about what is written inside of it


def _about(steps: list[StepNode]) -> str:
    step = steps[0]
    number = ordinal(Bounds.union(each.position for each in steps))
    title = f"**Step {number}** · {step.what} {_code(step.name)}".rstrip()
    behind = [each.runs_after for each in steps if each.runs_after is not None]
    lines = [
        *(f"{name}: {_code(text)}" for name, text in step.arguments),
        *(f"runs if {_code(each)}" for each in step.conditions),
        *(f"runs in {_code(each)}" for each in step.loops),
        _captured(step.captures),
        _returned(step.returns),
        *dict.fromkeys(map(_effect, step.effects)),
        f"the code after it runs {count_text(Bounds.union(behind))}" if behind else "",
    ]
    return "\n".join([title, "", *(f"- {line}" for line in lines if line)])


def _captured(captures: Iterable[Capture]) -> str:
    shown: list[str] = []
    for each in captures:
        changing = ", ".join(
            dict.fromkeys(_code(f"{name_spelled(origin.name)}()") for origin in each.origins)
        )
        shown.append(
            f"{_code(each.name)} (from {changing}, another value on replay)" if changing else _code(each.name)
        )
    return f"captures {', '.join(shown)}" if shown else ""


def _returned(returns: Returns | None) -> str:
    if returns is None:
        return ""
    if returns.rejected:
        return f"returns {_code(returns.rejected)}, which {returns.form} cannot store"
    was = f", which was {_code(returns.was)}" if returns.was else ""
    return f"returns {_code(returns.type)} after {returns.form}{was}"


def _effect(effect: EffectNode) -> str:
    access = f" {effect.access}" if effect.access else ""
    return f"{effect.kind}{access}: {_code(f'{name_spelled(effect.name)}()')}"


def _code(text: str) -> str:
    """Code in Markdown, whatever backticks are in it."""
    if not text:
        return ""
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def _holds(place: Range, position: Position) -> bool:
    return place.start <= position <= place.end
