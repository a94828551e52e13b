"""What code asks for classes: tests of a type, and managers that swallow exceptions of some."""

from __future__ import annotations

from wflint.domain.values import Ref, Value
from wflint.record import record


@record
class TypeTest(Ref):
    """The answer of `isinstance(x, types)`."""

    types: Value


@record
class Suppressor(Ref):
    """`contextlib.suppress(...)` with the exceptions that it swallows."""

    types: tuple[Value, ...]
