"""The mutants: one-line edits of rules and of what they stand on, each of which changes what wflint says."""

from __future__ import annotations

from typing import NamedTuple


class Mutant(NamedTuple):
    """A line that does something else.

    Attributes:
        name: What becomes wrong.
        edits: A text that stands once in the sources, and what replaces it. Where the line was once written
            otherwise, there is an edit for each way, and the one whose text is found is made.
    """

    name: str
    edits: tuple[tuple[str, str], ...]


def _mutant(name: str, *edits: tuple[str, str]) -> Mutant:
    return Mutant(name, edits)


MUTANTS: tuple[Mutant, ...] = (
    # Rules.
    _mutant(
        "rounds of a loop are added to a step's time, not multiplied",
        ("rounds * seconds > limit", "rounds + seconds > limit"),
    ),
    _mutant(
        "timestamps with an offset get another one",
        ('+00:00" if parsed.tzinfo is None else None', '+00:00" if parsed.tzinfo else None'),
    ),
    _mutant(
        "exceptions of a web framework are on purpose in the handler only",
        (
            "== 1 or any(map(_is_of_web_framework, types))",
            "== 1 and any(map(_is_of_web_framework, types))",
        ),
    ),
    _mutant(
        "one call that runs many steps at a time is no parallel one",
        ("if steps > 1 or (steps and event.many):", "if steps > 1:"),
        (
            "case Concurrency.DURABLE if steps > 1 or (steps and event.many):",
            "case Concurrency.DURABLE if steps > 1:",
        ),
    ),
    _mutant(
        "steps inside of steps have to be awaited as well",
        ("step.is_async and step.parent is None and not", "step.is_async and not"),
    ),
    _mutant(
        "sets of any types are sorted",
        ("or (bool(types) and types <= _NUMBERS))", "or bool(types))"),
    ),
    _mutant(
        "functions that a caller gives are taken for a helper's own",
        (
            "function is not None and node.id in function.parameter_names",
            "function is not None and node.id not in function.parameter_names",
        ),
    ),
    _mutant(
        "what uses a part of a result as a whole does not concern it",
        (
            "return same and len(used.place) >= len(part.keys)",
            "return same and len(used.place) > len(part.keys)",
        ),
    ),
    _mutant(
        "steps of branches that exclude each other may not share a name",
        ("in earlier.get(name, ()) if handler.order.can_follow(each, step))", "in earlier.get(name, ()))"),
        (
            "next((each for each in namesakes if handler.order.can_follow(each, step)), None)",
            "next(iter(namesakes), None)",
        ),
    ),
    _mutant(
        "a time limit around a single step limits nothing",
        ("if limited and limited[0].parent is None:", "if len(limited) > 1 and limited[0].parent is None:"),
        (
            "step = next(steps_run([event]), None)",
            "step = next(iter(list(steps_run([event]))[1:]), None)",
        ),
    ),
    # The model, and how values and control flow are followed.
    _mutant(
        "a branch that returns decides nothing about later steps",
        ("depends = inside[:1] or (rest if any(map(_leaves, event.arms)) else [])", "depends = inside[:1]"),
        ("depends = inside[:1] or rest.skipped_by(event.arms)", "depends = inside[:1]"),
        ("depends = inside or rest.skipped_by(event.arms)", "depends = inside"),
    ),
    _mutant(
        "a handler ends at its last line only",
        ("graph.exits = frozenset(ends | ways.returns)", "graph.exits = frozenset(ends)"),
    ),
    _mutant(
        "`not` keeps what a guard asks",
        ("return None if inner is None else not inner", "return inner"),
    ),
    _mutant(
        "a branch raises where one of its arms does",
        ("all(map(_always_raises, event.arms))", "any(map(_always_raises, event.arms))"),
        ("all(map(always_raises, event.arms))", "any(map(always_raises, event.arms))"),
    ),
    _mutant(
        "methods see the names of their class",
        (
            "(name in env.names or name in env.locals) and (env is self or not env.is_class)",
            "(name in env.names or name in env.locals)",
        ),
    ),
    _mutant(
        "what a collection may hold besides its known items is forgotten",
        ("return found if collection.rest is None else join(found, collection.rest)", "return found"),
    ),
    _mutant(
        "dictionaries survive JSON whatever their keys",
        (
            "if not keys_fit or any(codec is None for codec in inner):",
            "if any(codec is None for codec in inner):",
        ),
    ),
    _mutant(
        "items come off a set in one order",
        (
            'name in ("pop", "popleft", "popitem") and not is_unordered(owner)',
            'name in ("pop", "popleft", "popitem")',
        ),
        ("if name in _TAKING and not is_unordered(ev, owner):", "if name in _TAKING:"),
    ),
    _mutant(
        "`or` evaluates both sides",
        ('if node.op in ("and", "or"):', 'if node.op in ("and",):'),
        ('if node.op in ("and", "or", "??"):', 'if node.op in ("and", "??"):'),
    ),
    _mutant(
        "a call gives the same in each round of a loop",
        (
            "if frame.loops and _may_vary(closure, summary, bound):",
            "if not frame.loops and _may_vary(closure, summary, bound):",
        ),
        (
            "if frame.loops and _may_vary(ev, closure, summary, bound):",
            "if not frame.loops and _may_vary(ev, closure, summary, bound):",
        ),
    ),
)
"""Twenty of them: ten in rules, ten below."""
