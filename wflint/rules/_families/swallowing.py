"""What rules share that ask which clause swallows the exception that ends a pass."""

from __future__ import annotations

from wflint.rules.api import ExceptClause, Handler, Suspend, TryBlock, asks_by_name, swallower


def swallowing_clause(handler: Handler, block: TryBlock, suspend: Suspend) -> tuple[ExceptClause, str] | None:
    """Return the clause of a `try` that swallows the exception, and the name of the class that it swallows."""
    own = handler.suspend_in(block.site.module) or suspend
    clause = swallower(block, own)
    if clause is not None:
        return clause, suspend.name
    if suspend.first and handler.is_served and handler.order.is_before_steps(block):
        # The dry run's own signal has another name, though it is of the same class.
        return next(((each, suspend.first) for each in block.clauses if asks_by_name(each, own)), None)
    return None


def knows_other_class(handler: Handler, block: TryBlock, suspend: Suspend) -> bool:
    """Return whether a `try` lets pass what the code takes for the exception, which is of another class here."""
    own = handler.suspend_in(block.site.module) or suspend
    return own != suspend and swallower(block, suspend) is None
