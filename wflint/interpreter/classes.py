"""First-party classes, as far as all languages have them: their bodies, their bases, and what these hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from wflint.domain.alternatives import ClassRef, External
from wflint.domain.env import Env
from wflint.domain.values import Value
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.frame import Frame
from wflint.ir import nodes as ir

UNKNOWN_BASE = External("?")
"""A base class of which nothing is known."""


def class_env(ev: Evaluator, ref: ClassRef, frame: Frame | None = None) -> Env:
    """Return the variables of a class's body; `frame` is the code that defines it, if it records its events."""
    envs = ev.state.class_envs.setdefault(ref.class_, {})
    env = envs.get(ref.env)
    if env is None:
        env = envs[ref.env] = Env(ref.module, ref.env, ref.class_.body.locals, is_class=True)
        at = replace(frame, env=env) if frame is not None else Frame(env, (), [])
        ev.execute(at, ref.class_.body.block)
    return env


def base_classes(ref: ClassRef) -> Iterator[ClassRef | External]:
    """Yield the class and its bases, depth first; external ones by name."""
    if not ref.bases:
        yield ref
        return
    seen: set[ir.Class] = set()
    stack: list[ClassRef | External] = [ref]
    while stack:
        each = stack.pop(0)
        if isinstance(each, ClassRef):
            if each.class_ in seen:
                continue
            seen.add(each.class_)
            found = [
                base
                for value in each.bases
                for base in (*value.alternatives, *((UNKNOWN_BASE,) if value.is_open else ()))
            ]
            stack[:0] = [base if isinstance(base, (ClassRef, External)) else UNKNOWN_BASE for base in found]
        yield each


def external_bases(ref: ClassRef) -> list[str]:
    """Return the qualified names of the external classes that a class derives from."""
    return [each.name for each in base_classes(ref) if isinstance(each, External)]


def own_bases(ref: ClassRef) -> list[ClassRef]:
    """Return a class and the first-party classes that it derives from."""
    return [each for each in base_classes(ref) if isinstance(each, ClassRef)]


def class_member(ev: Evaluator, ref: ClassRef, name: str) -> Value | None:
    """Return a variable of a class or of its first-party bases."""
    for each in base_classes(ref):
        if isinstance(each, ClassRef):
            env = class_env(ev, each)
            if name in env.names:
                return env.names[name]
    return None
