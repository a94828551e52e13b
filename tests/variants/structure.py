"""Other ways to lay out the same program: findings stay, though not where they were."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING

import libcst as cst
from libcst import matchers as m
from libcst.metadata import GlobalScope, MetadataWrapper, ScopeProvider

from variants.encodings import NotApplicableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from variants.encodings import Sources

    _Statement = cst.SimpleStatementLine | cst.BaseCompoundStatement

_MOVED = "moved_helpers"
_UNRELATED_HEAD = """\
import collections as unrelated_collections


class UnrelatedCounter:
    def __init__(self, numbers):
        self.numbers = list(numbers)

    def squares(self):
        return [number * number for number in self.numbers]


"""
_UNRELATED_TAIL = """

def unrelated_total(counter, start=0):
    total = start
    for number in counter.squares():
        if number > 10:
            total += number
    return unrelated_collections.Counter({"total": total})
"""


def unrelated_code(sources: Sources) -> dict[str, bytes]:
    """Put definitions that nobody uses before and behind the code."""
    return _rewritten(sources, _with_unrelated)


def reordered(sources: Sources) -> dict[str, bytes]:
    """Turn round the order of functions that stand one behind the other, as far as they are only defined there."""
    return _rewritten(sources, _reordered)


def in_condition(sources: Sources) -> dict[str, bytes]:
    """Put everything below the imports into `if True:`."""
    return _rewritten(sources, _in_condition)


def extracted_body(sources: Sources) -> dict[str, bytes]:
    """Move the bodies of decorated functions into functions that these call."""
    return _rewritten(sources, _extracted)


def moved_helpers(sources: Sources) -> dict[str, bytes]:
    """Move functions that need nothing but imports and each other into a module of their own."""
    if len(sources) > 1:
        raise NotApplicableError("there are several modules")
    ((path, text),) = sources.items()
    module = _parsed(text)
    movable = _movable(module)
    if not movable or _MOVED in text:
        raise NotApplicableError("no function can be moved")
    imports = [each for each in module.body if _is_import(each)]
    moved = module.with_changes(body=[*imports, *movable], header=[], footer=[])
    names = ", ".join(each.name.value for each in movable)
    at = max((place for place, each in enumerate(module.body) if _is_import(each)), default=-1) + 1
    left = [each for each in module.body[at:] if each not in movable]
    line = cst.parse_statement(f"from {_MOVED} import {names}\n")
    rest = module.with_changes(body=[*module.body[:at], line, *left])
    folder = path.rpartition("/")[0]
    return {path: rest.code.encode(), f"{folder}/{_MOVED}.py".lstrip("/"): moved.code.encode()}


def _rewritten(sources: Sources, rewrite: Callable[[cst.Module], cst.Module]) -> dict[str, bytes]:
    found = {path: rewrite(_parsed(text)).code for path, text in sources.items()}
    if found == dict(sources):
        raise NotApplicableError("there is nothing to change")
    return {path: text.encode() for path, text in found.items()}


def _parsed(text: str) -> cst.Module:
    try:
        return cst.parse_module(text)
    except cst.ParserSyntaxError as error:
        raise NotApplicableError("it does not parse") from error


def _with_unrelated(module: cst.Module) -> cst.Module:
    at = _head(module)
    head, tail = (cst.parse_module(text).body for text in (_UNRELATED_HEAD, _UNRELATED_TAIL))
    return module.with_changes(body=[*module.body[:at], *head, *module.body[at:], *tail])


def _head(module: cst.Module) -> int:
    """How many statements have to stay first: the docstring, and imports of the future."""
    at = 1 if module.get_docstring() is not None else 0
    while at < len(module.body) and m.matches(
        module.body[at], m.SimpleStatementLine(body=[m.ImportFrom(module=m.Name("__future__"))])
    ):
        at += 1
    return at


def _reordered(module: cst.Module) -> cst.Module:
    body: list[_Statement] = []
    run: list[_Statement] = []
    for each in module.body:
        if _is_plain_function(each):
            run.append(each)
        else:
            body += [*reversed(run), each]
            run = []
    return module.with_changes(body=[*body, *reversed(run)])


def _is_plain_function(node: cst.CSTNode) -> bool:
    """Whether a definition does nothing but define: no decorator, no default."""
    if not isinstance(node, cst.FunctionDef) or node.decorators:
        return False
    parameters = (*node.params.params, *node.params.kwonly_params, *node.params.posonly_params)
    return all(each.default is None for each in parameters)


def _is_import(node: cst.CSTNode) -> bool:
    return m.matches(node, m.SimpleStatementLine(body=[m.Import() | m.ImportFrom()]))


def _in_condition(module: cst.Module) -> cst.Module:
    last = max((place for place, each in enumerate(module.body) if _is_import(each)), default=-1)
    at = max(last + 1, _head(module))
    if at == len(module.body):
        return module
    block = cst.IndentedBlock(body=module.body[at:])
    return module.with_changes(body=[*module.body[:at], cst.If(cst.Name("True"), block)])


def _extracted(module: cst.Module) -> cst.Module:
    body: list[_Statement] = []
    for each in module.body:
        if isinstance(each, cst.FunctionDef) and _can_be_extracted(each):
            body += _in_two(each)
        else:
            body.append(each)
    return module.with_changes(body=body)


def _can_be_extracted(function: cst.FunctionDef) -> bool:
    parameters = function.params
    only_plain = not (
        parameters.kwonly_params
        or parameters.posonly_params
        or isinstance(parameters.star_arg, cst.Param)
        or parameters.star_kwarg
    )
    return (
        bool(function.decorators)
        and only_plain
        and all(each.default is None for each in parameters.params)
        and isinstance(function.body, cst.IndentedBlock)
        and not m.findall(function, m.Yield())
    )


def _in_two(function: cst.FunctionDef) -> Iterator[_Statement]:
    name = f"{function.name.value}_extracted"
    yield function.with_changes(
        name=cst.Name(name), decorators=[], leading_lines=[cst.EmptyLine(), cst.EmptyLine()]
    )
    arguments = ", ".join(each.name.value for each in function.params.params)
    call = f"{'await ' if function.asynchronous is not None else ''}{name}({arguments})"
    block = cst.IndentedBlock(body=[cst.parse_statement(f"return {call}\n")])
    yield function.with_changes(body=block)


def _movable(module: cst.Module) -> list[cst.FunctionDef]:
    """The functions that name nothing but imports, what is built in, and each other."""
    wrapper = MetadataWrapper(module, unsafe_skip_copy=True)
    scopes = set(wrapper.resolve(ScopeProvider).values())
    (top,) = (scope for scope in scopes if isinstance(scope, GlobalScope))
    imported = {
        each.name.partition(".")[0] for each in top.assignments if type(each).__name__ == "ImportAssignment"
    }
    functions = {
        each.name.value: each
        for each in module.body
        if isinstance(each, cst.FunctionDef) and _is_plain_function(each)
    }
    uses = {name: _global_names(function, top) for name, function in functions.items()}
    while True:
        allowed = imported | set(functions) | set(dir(builtins))
        wrong = [name for name in functions if not uses[name] <= allowed]
        if not wrong:
            return list(functions.values())
        for name in wrong:
            del functions[name]


def _global_names(function: cst.FunctionDef, top: GlobalScope) -> set[str]:
    """The names of the module that a function mentions; names that it binds itself may be among them."""
    own = {each.name.value for each in m.findall(function, m.Param()) if isinstance(each, cst.Param)}
    mentioned = {each.value for each in m.findall(function, m.Name()) if isinstance(each, cst.Name)}
    if m.findall(function, m.Global()):
        return {"global statements"}
    return {name for name in mentioned - own if name in top and name not in dir(builtins)}


REWRITES: Sequence[Callable[[Sources], dict[str, bytes]]] = (
    unrelated_code,
    reordered,
    in_condition,
    extracted_body,
    moved_helpers,
)
