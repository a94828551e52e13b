"""The sources use one word for each thing: the field's term, and none of the names that once stood for it."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import wflint

if TYPE_CHECKING:
    from collections.abc import Iterator


ROOT = Path(wflint.__file__).parent
SOURCES = sorted(ROOT.rglob("*.py"))

NAMES = {
    # the abstract domain
    "marks": "taint",
    "marked": "with_taint",
    "deep_marks": "reachable_taint",
    "NO_MARKS": "UNTAINTED",
    "refs": "alternatives",
    "sole": "only",
    "MAX_REFS": "WIDENING_LIMIT",
    "joins": "lattice",
    "settled": "seeded",
    "fate": "sinks",
    "fates": "sinks_by_source",
    "Fate": "SinkSummary",
    "Iteration": "LoopVariance",
    # events
    "Recorded": "Event",
    "Ran": "StepExecuted",
    "Created": "StepCalled",
    "Reached": "SummarizedEffect",
    "Inlined": "InlinedCall",
    "Dropped": "UnawaitedHelper",
    "Handled": "ExceptClause",
    "handled": "clause",
    "failure_handlers": "failure_clauses",
    "hiding_handlers": "hiding_clauses",
    "Look": "InputAccess",
    "looks": "input_accesses",
    "Used": "ValueUse",
    # the interpreter
    "sticky": "early_exit_taint",
    "decided": "under_condition",
    "tracing": "with_trace",
    "rebased": "instantiate",
    "typical": "symbolic_instance",
    "summarise": "summarize",
    "summarised": "summarized",
    "stepper": "bound",
    "Stepper": "BoundStepMethod",
    "registrar": "registered_by",
    "registrars": "registrations",
    "Registrar": "HandlerRegistration",
    "recorders": "step_decorators",
    "Recorder": "StepDecorator",
    "PassThrough": "IdentityDecorator",
    # the model, serialization and explanations
    "surroundings": "project",
    "Surroundings": "ProjectContext",
    "suspects": "modules_with_secrets",
    "Kind": "EffectKind",
    "images": "shapes",
    "images_of": "shapes_of",
    "step_images": "step_shapes",
    "Image": "JsonShape",
    "Rejected": "SerializationError",
    "lineage": "base_classes",
    "Lineage": "BaseClasses",
    "Times": "Bounds",
    "Written": "SourceSnippets",
    "deciders": "branch_conditions",
    "Deciders": "BranchConditions",
    # engines
    "Vocabulary": "ProfileIndex",
    "Via": "RegistrationStyle",
    "HandsOn": "ArgumentForwarding",
    "Inside": "NestedCall",
    "When": "ReplayTrigger",
    "Outcomes": "Consequences",
    "Moment": "TimestampFormat",
    "spares": "exempt_calls",
    "instead_of": "supersedes",
    # rules and reports
    "told": "reported",
    "Judge": "Severity",
    "Wording": "Phrasing",
    "story": "layout",
    "Story": "AnnotatedSource",
    "spot": "insertion_point",
    "spots": "annotations",
    "Spot": "Annotation",
    "Mark": "Underline",
    "often": "count_text",
    # rewriting and fixes
    "Region": "SyntaxContext",
    "let_pass": "reraise",
    "bind_now": "bind_as_default",
    "one_after_another": "await_sequentially",
    "run_to_end": "wrap_in_asyncio_run",
    "pass_function": "pass_callable",
    "Wanted": "FixPolicy",
    "Left": "Remaining",
    "Fixed": "FixResult",
    "Remedy": "LazyFix",
    "unfixed": "refusal",
    "tidied": "without_unused_imports",
    # running and the language server
    "unheard": "no_progress",
    "whoever_calls": "include_helpers",
    "silence": "suppression",
    "silenced": "suppressed",
    "sheets": "position_mapper",
    "Sheet": "DocumentView",
    "Sheets": "PositionMapper",
    "Scene": "WorkspaceSpec",
    "Page": "ActionContext",
    "Piece": "CheckedProject",
    "Chosen": "ActionData",
    "settle": "prune_changes",
    "greet": "on_initialize",
}
"""What no identifier is called, and what it is called instead."""

MODULES = {
    "carried": "codecs",
    "colors": "step_functions",
    "drops": "name_parts",
    "fate": "sinks",
    "hidden_errors": "swallowed_errors",
    "joins": "lattice",
    "json_image": "json_roundtrip",
    "json_types": "type_facts",
    "jsonable": "json_check",
    "late_settings": "env_load_order",
    "marks": "taint",
    "moments": "datetimes",
    "numbering": "loop_index",
    "parent": "client_watchdog",
    "parts": "effects, uses or handler",
    "projections": "single_member",
    "sheets": "position_mapper",
    "silence": "suppression",
    "spot": "insertion_point",
    "story": "annotations",
    "surroundings": "project_context",
    "times": "quantities",
    "written": "snippets",
}
"""What no module is called, and what it is called instead."""

PHRASES = {
    r"mend(s|ed|ing)?": "fix, change, repair",
    r"told": "reported",
    r"behind": "after",
    r"anew": "again",
    r"time each time": "a different time on each replay",
    r"is no (?!longer\b|such\b|more\b)[a-z]+ that": "is not a ... that",
    r"of what \w+ has kept": "from what it was stored as",
    r"was not wanted": "who did not want it: you declined it",
}
"""What no message, help or page says to users, and what to say instead; `there is no rule that` is fine."""

# The report is what a run of fixes has `Fixed`, and its module is called after it, until fixes are renamed.
ALLOWED = {("report/fixed.py", "Fixed")}
NO_VERB = re.compile(r"(A|All|An|Each|Every|How|Its|Names|The|Their|What|When|Where|Whether|Which|Who|Why)\b")


def in_house(path: Path) -> str:
    """Return the path of a module as messages name it."""
    return path.relative_to(ROOT).as_posix()


def old_names(path: Path, source: str) -> Iterator[str]:
    """Yield a line for each identifier that has a better name."""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        better = NAMES.get(token.string) if token.type == tokenize.NAME else None
        if better is not None and (in_house(path), token.string) not in ALLOWED:
            yield f"{in_house(path)}:{token.start[0]}: `{token.string}` is called `{better}`"


def phrases(path: Path, source: str) -> Iterator[str]:
    """Yield a line for each text for users that has a plainer form: strings, and the docstrings of rules and commands."""
    nodes = list(ast.walk(ast.parse(source)))
    docstrings = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    docstrings -= {id(_shown_docstring(path, node)) for node in nodes}
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            for phrase, better in PHRASES.items():
                if match := re.search(rf"(?<!there )\b{phrase}\b", node.value, re.IGNORECASE):
                    yield f"{in_house(path)}:{node.lineno}: `{match[0]}`: write {better}"


def _shown_docstring(path: Path, node: ast.AST) -> ast.expr | None:
    """Return the docstring of a node where users see it: it is the page of a rule, or the help of a command."""
    is_page = isinstance(node, ast.Module) and path.is_relative_to(ROOT / "rules")
    is_help = isinstance(node, ast.FunctionDef) and node.decorator_list and path.is_relative_to(ROOT / "cli")
    if isinstance(node, (ast.Module, ast.FunctionDef)) and (is_page or is_help) and node.body:
        first = node.body[0]
        return first.value if isinstance(first, ast.Expr) else None
    return None


def openings(path: Path, source: str) -> Iterator[str]:
    """Yield a line for each function whose docstring does not say what the function does."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            text = ast.get_docstring(node) or ""
            if NO_VERB.match(text):
                yield f"{in_house(path)}:{node.lineno}: `{text.partition(' ')[0]} ...`: begin with a verb"


def test_identifiers_are_the_words_of_the_house() -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in SOURCES}
    looks = (old_names, openings, phrases)
    assert [line for path, source in texts.items() for look in looks for line in look(path, source)] == []


def test_modules_are_the_words_of_the_house() -> None:
    old = [f"{in_house(path)} is called {MODULES[path.stem]}.py" for path in SOURCES if path.stem in MODULES]
    assert not old


def test_a_name_of_before_is_found_with_its_place_and_the_right_word() -> None:
    path = ROOT / "domain" / "values.py"
    source = '"""The marks of a value."""\n\nmarks = None  # no marks\n'
    assert list(old_names(path, source)) == ["domain/values.py:3: `marks` is called `taint`"]


def test_a_docstring_without_a_verb_is_found() -> None:
    path = ROOT / "domain" / "values.py"
    source = 'def is_open() -> bool:\n    """Whether it is open."""\n\n\ndef top() -> None:\n    """Return the top."""\n'
    assert list(openings(path, source)) == ["domain/values.py:1: `Whether ...`: begin with a verb"]


@pytest.mark.parametrize(
    ("name", "source", "found"),
    [
        ("report/fixed.py", 'x = f"{n} findings to mend"', "`mend`: write fix, change, repair"),
        ("rules/long_step.py", '"""What it told before."""', "`told`: write reported"),
        ("cli/fix.py", '@command\ndef fix():\n    """Write it anew."""', "`anew`: write again"),
        ("cli/fix.py", 'def fix():\n    """Write it anew."""', ""),
        ("report/fixed.py", '"""What stands behind it."""', ""),
        ("report/fixed.py", 'x = "there is no rule that is so"', ""),
    ],
)
def test_a_phrase_that_users_would_read_twice_is_found(name: str, source: str, found: str) -> None:
    lines = list(phrases(ROOT / name, source))
    assert [line.partition(": ")[2] for line in lines] == ([found] if found else [])
