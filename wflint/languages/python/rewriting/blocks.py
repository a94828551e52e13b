"""Wraps statements in a step: as few as it takes until JSON can carry all that the code after them needs."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from wflint.ir.rewriting import PLAIN, Codec, RefusedError, Rewritten, StepWriter
from wflint.languages.python.rewriting.imports import References
from wflint.languages.python.rewriting.insertion_point import insertion_point, loops_around
from wflint.languages.python.rewriting.naming import function_name
from wflint.languages.python.rewriting.new_step import name_step, runs_step, step_call
from wflint.languages.python.rewriting.syntax_context import SyntaxContext
from wflint.record import record

_LEAVES = (cst.Return, cst.Yield, cst.Global, cst.Nonlocal, cst.Del, cst.Import, cst.ImportFrom)
_DEFINES = (cst.FunctionDef, cst.ClassDef)
_AWAITS = (cst.Await, cst.Asynchronous)


@record
class _StatementRun:
    """Statements in a row, and the variables that they give to the code after them."""

    statements: tuple[cst.BaseStatement, ...]
    needed: tuple[str, ...]
    codec: Codec = PLAIN


def wrap_block(
    syntax: SyntaxContext, anchor: cst.CSTNode, first: cst.BaseStatement, step: StepWriter, *, repeats: bool
) -> Rewritten:
    """Do a statement, and those after it that it takes, in a step of its own; `anchor` names it.

    Raises:
        RefusedError: No statements in a row can be done in a step.
    """
    run = _shortest(syntax, first, step)
    point = insertion_point(syntax, first, step)
    name = name_step(
        syntax, anchor, anchor, point, step, repeats=repeats, target=next(iter(run.needed), None)
    )
    last = run.statements[-1]
    references = References(syntax, first)
    function = function_name(syntax, name.stem)
    call = step_call(step, point, references, name.text, function)
    indent = syntax.view.indent(first)
    is_async = step.async_functions or any(syntax.tree.find(each, *_AWAITS) for each in run.statements)
    keyword = "async def" if is_async else "def"
    start, end = syntax.view.line_start(syntax.view.extent(first)[0]), _line_end(syntax, last)
    body, returned = _body(syntax, run, references, start, end)
    lines = [f"{indent}{keyword} {function}(){'' if run.needed else ' -> None'}:", *body]
    if returned:
        lines.append(f"{indent}{syntax.view.indent_unit}return {returned}")
    targets = ", ".join(run.needed)
    after = references.filled(run.codec.decode or "{}", call)
    lines += ["", f"{indent}{targets} = {after}" if targets else f"{indent}{after}"]
    if syntax.view.needs_blank_line(start):
        lines.insert(0, "")
    return references.rewritten(syntax.edit.span(start, end, syntax.view.newline.join(lines)), *name.edits)


def _line_end(syntax: SyntaxContext, statement: cst.CSTNode) -> int:
    """Return where the last line of a statement ends, a comment after it included."""
    source = syntax.parsed.source
    line = source.line_of(max(syntax.view.extent(statement)[1] - 1, 0))
    while line > 1 and not source.line_text(line).strip():
        line -= 1
    return source.line_start(line) + len(source.line_text(line))


def _body(
    syntax: SyntaxContext, run: _StatementRun, references: References, start: int, end: int
) -> tuple[list[str], str]:
    """Return the statements, moved right, and what is returned after them; an assignment at their end returns itself."""
    inside = syntax.view.multiline_strings(*run.statements)
    source = syntax.parsed.source
    lines: list[str] = []
    for number in range(source.line_of(start), source.line_of(max(end - 1, start)) + 1):
        text, at = source.line_text(number), source.line_start(number)
        stays = not text.strip() or any(begin < at < stop for begin, stop in inside)
        lines.append(text if stays else f"{syntax.view.indent_unit}{text}")
    if not run.needed:
        return lines, ""
    values = [references.filled(run.codec.encode, name) for name in run.needed]
    assignment = _assignment(run.statements[-1])
    if run.needed == (assignment,) and run.codec.encode == "{}":
        last = run.statements[-1]
        place = source.line_of(syntax.view.extent(last)[0]) - source.line_of(start)
        head, _, tail = lines[place].partition("=")
        lines[place] = f"{head[: len(head) - len(head.lstrip())]}return {tail.lstrip()}"
        return lines, ""
    return lines, values[0] if len(values) == 1 else f"[{', '.join(values)}]"


def _assignment(statement: cst.CSTNode) -> str | None:
    """Return the variable of a statement that plainly assigns one."""
    match statement:
        case cst.SimpleStatementLine(
            body=[cst.Assign(targets=[cst.AssignTarget(target=cst.Name(value=name))])]
        ):
            return name
        case _:
            return None


# --- how many statements ---


def _shortest(syntax: SyntaxContext, first: cst.BaseStatement, step: StepWriter) -> _StatementRun:
    statements, place = syntax.tree.block_of(first)
    for stop in range(place + 1, len(statements) + 1):
        taken = tuple(statements[place:stop])
        _can_move(syntax, taken[-1], step)
        needed = _needed(syntax, taken)
        codecs = [_codec_of(syntax, taken, name, step) for name in needed]
        if all(codec is not None and codec.is_plain for codec in codecs):
            return _StatementRun(taken, needed)
        if len(codecs) == 1 and codecs[0] is not None and codecs[0].decode is not None:
            return _StatementRun(taken, needed, codecs[0])
    raise RefusedError("later code uses what the statements after it make of it")


def _can_move(syntax: SyntaxContext, statement: cst.BaseStatement, step: StepWriter) -> None:
    """Refuse a statement that means something else in a function of its own."""
    if runs_step(syntax, statement, step):
        raise RefusedError("a step runs among the statements that it takes")
    if syntax.tree.find(statement, *_LEAVES, *_DEFINES):
        raise RefusedError("the statements that it takes leave the function, or declare something in it")
    for jump in syntax.tree.find(statement, cst.Break, cst.Continue):
        if not any(isinstance(each, (cst.For, cst.While)) for each in _up_to(syntax, jump, statement)):
            raise RefusedError("the statements that it takes leave a loop")


def _up_to(syntax: SyntaxContext, node: cst.CSTNode, last: cst.CSTNode) -> Iterator[cst.CSTNode]:
    for each in syntax.tree.ancestors(node):
        yield each
        if each is last:
            return


def _needed(syntax: SyntaxContext, taken: tuple[cst.BaseStatement, ...]) -> tuple[str, ...]:
    """Return variables that statements assign and that code outside of them reads, in the order of assignment."""
    inside = [node for statement in taken for node in syntax.tree.find(statement, cst.Name)]
    stored = list(dict.fromkeys(node.value for node in inside if syntax.tree.is_bound(node)))
    function = syntax.tree.enclosing_function(taken[0]) or syntax.tree.root
    members = set(map(id, inside))
    outside = [node for node in syntax.tree.find(function, cst.Name) if id(node) not in members]
    behind = syntax.view.extent(taken[-1])[1]
    again = any(True for _ in loops_around(syntax, taken[0]))
    needed: list[str] = []
    for name in stored:
        uses = [node for node in outside if node.value == name and syntax.tree.is_variable(node)]
        before = [node for node in uses if syntax.view.extent(node)[0] < behind]
        if before and not _starts_anew(syntax, taken, name):
            raise RefusedError(f"`{name}` is used before the statements that it takes, and changed in them")
        later = [node for node in uses if node not in before or again]
        if any(not syntax.tree.is_bound(node) for node in later) and not (
            not again and _starts_anew(syntax, _behind(syntax, taken[-1]), name)
        ):
            needed.append(name)
    return tuple(needed)


def _behind(syntax: SyntaxContext, statement: cst.BaseStatement) -> tuple[cst.BaseStatement, ...]:
    statements, place = syntax.tree.block_of(statement)
    return tuple(statements[place + 1 :])


def _starts_anew(syntax: SyntaxContext, statements: tuple[cst.BaseStatement, ...], name: str) -> bool:
    """Return whether the first thing that happens to a variable is that it gets another value, in any case."""
    for statement in statements:
        names = [node for node in syntax.tree.find(statement, cst.Name) if node.value == name]
        if names and isinstance(statement, cst.With):
            # What a `with` opens is made before it is bound, and used after that.
            opened = [node for item in statement.items for node in syntax.tree.find(item.item, cst.Name)]
            return syntax.tree.is_bound(names[0]) and not any(node.value == name for node in opened)
        if names:
            return _assignment(statement) == name and len(names) == 1
    return False


def _codec_of(
    syntax: SyntaxContext, taken: tuple[cst.BaseStatement, ...], name: str, step: StepWriter
) -> Codec | None:
    """Return how a variable that statements assign is carried through JSON; `None` where that is not known."""
    found: list[Codec | None] = []
    for statement in taken:
        for node in syntax.tree.find(statement, cst.Name):
            if node.value == name and syntax.tree.is_bound(node):
                found.append(_stored_codec(syntax, node, step))
    return found[0] if found and all(codec == found[0] for codec in found) else None


def _stored_codec(syntax: SyntaxContext, node: cst.CSTNode, step: StepWriter) -> Codec | None:
    target = syntax.tree.parent(node)
    assignment = syntax.tree.parent(target) if target is not None else None
    if isinstance(target, cst.AssignTarget) and isinstance(assignment, cst.Assign):
        return step.codec(assignment.value)
    if isinstance(target, cst.AnnAssign) and target.value is not None:
        return step.codec(target.value)
    return None
