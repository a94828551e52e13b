"""What rules share that ask which clause swallows the exception that ends a pass."""

from __future__ import annotations

from dataclasses import replace

from wflint.rules.api import ExceptClause, Handler, Suspend, TryBlock, asks_by_name, ir, swallower


def swallowing_clause(handler: Handler, block: TryBlock, suspend: Suspend) -> tuple[ExceptClause, str] | None:
    """Return the clause of a `try` that swallows the exception, and the name of the class that it swallows."""
    own = _named_in(block.site.module, handler, suspend)
    clause = swallower(block, own)
    if clause is not None:
        return clause, suspend.name
    if suspend.first and handler.is_served and handler.order.is_before_steps(block):
        # The dry run's own signal has another name, though it is of the same class.
        return next(((each, suspend.first) for each in block.clauses if asks_by_name(each, own)), None)
    return None


def knows_other_class(handler: Handler, block: TryBlock, suspend: Suspend) -> bool:
    """Return whether a `try` lets pass what the code takes for the exception, which is of another class here."""
    own = _named_in(block.site.module, handler, suspend)
    return own != suspend and swallower(block, suspend) is None


def _named_in(module: ir.Module, handler: Handler, suspend: Suspend) -> Suspend:
    """Return the exception as a module of code can name it: what `require` loads is another class than what `import` does."""
    if not suspend.bundled or handler.registration is None:
        return suspend
    own = suspend.exception.rpartition(".")[0]
    entry = handler.registration.registered_by.pattern.pattern.rpartition(".")[0]
    is_required = any(
        isinstance(each, ir.Import) and each.is_required for each in module.body.block.statements
    )
    if entry == own or not is_required:
        return suspend
    return replace(suspend, exception=f"{entry}.{suspend.name}", aliases=())
