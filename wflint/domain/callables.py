"""First-party callables: whether they can be called with some arguments, and whether that returns a coroutine."""

from __future__ import annotations

from collections.abc import Container, Iterable

from wflint.domain.alternatives import Closure, Partial
from wflint.domain.awaited import Coroutine
from wflint.domain.types import facts_of_call
from wflint.domain.values import Ref, Value
from wflint.ir import nodes as ir


def keeps_kind(closure: Closure) -> bool:
    """Return whether no decorator can have changed a function's parameters, or async to sync."""
    return all(facts_of_call(name).keeps_signature for name in closure.wrappers)


def is_coroutine(value: Value) -> bool:
    """Return whether a value certainly is a coroutine that has not been awaited."""
    return value.always(lambda ref: isinstance(ref, Coroutine) and not ref.generator)


def callee(ref: Ref) -> Closure | None:
    """Return the function that calling something calls; `None` where a decorator may have changed it."""
    if isinstance(ref, Partial):
        target = ref.target.only
        return callee(target) if target is not None else None
    return ref if isinstance(ref, Closure) and keeps_kind(ref) else None


def misfit(ref: Ref, given: int, keywords: Iterable[str] = ()) -> str | None:
    """Explain, in the interpreter's words, why a callable cannot be called with some arguments.

    Args:
        ref: A function, or a partial of one.
        given: The number of positional arguments.
        keywords: The names of the others.

    Returns:
        What `TypeError` says; `None` where the call fits, or where that is not known.
    """
    bound = set(keywords)
    while isinstance(ref, Partial):
        given += len(ref.positional)
        bound.update(name for name, _ in ref.keywords)
        target = ref.target.only
        if target is None:
            return None
        ref = target
    if not isinstance(ref, Closure) or not keeps_kind(ref):
        return None
    function = ref.function
    return function_misfit(function, given + (ref.receiver is not None), bound, f"{function.name}()")


def function_misfit(function: ir.Function, given: int, keywords: Container[str], called: str) -> str | None:
    """Explain the same for a function, by the name that the interpreter has for it.

    Args:
        function: The function.
        given: The number of positional arguments, the receiver included.
        keywords: The names of the others.
        called: What the interpreter calls it: `Order.__init__()`.
    """
    takes = [each for each in function.parameters if not each.star and not each.keyword_only]
    open_ended = any(each.star == "*" for each in function.parameters)
    filled = takes[:given]
    required = [each for each in takes if each.default is None]
    if given > len(takes) and not open_ended:
        return f"{called} takes {_count(len(required), len(takes))} but {given} {_were(given)} given"
    missing = [each.name for each in required if each not in filled and each.name not in keywords]
    if missing:
        return f"{called} missing {_list('positional', missing)}"
    named = [each for each in function.parameters if each.keyword_only and not each.star]
    missing = [each.name for each in named if each.default is None and each.name not in keywords]
    return f"{called} missing {_list('keyword-only', missing)}" if missing else None


def _count(least: int, most: int) -> str:
    if least == most:
        return f"{most} positional argument{'' if most == 1 else 's'}"
    return f"from {least} to {most} positional arguments"


def _were(given: int) -> str:
    return "was" if given == 1 else "were"


def _list(kind: str, names: list[str]) -> str:
    quoted = [f"'{name}'" for name in names]
    joined = " and ".join(quoted) if len(names) < 3 else ", ".join(quoted[:-1]) + f", and {quoted[-1]}"
    return f"{len(names)} required {kind} argument{'' if len(names) == 1 else 's'}: {joined}"
