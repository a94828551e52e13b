"""What rules share about where code asks for the payload."""

from __future__ import annotations

from wflint.rules.api import Context, Handler, Site, ir, value_of


def payload_reads(handler: Handler) -> list[ir.Attribute]:
    """Return where code asks the context for the payload, in the order of the code."""
    members = handler.profile.members.payload
    return [
        node
        for node in handler.facts.values
        if isinstance(node, ir.Attribute)
        and node.attr in members
        and isinstance(value_of(handler, node.value).only, Context)
    ]


def own_site(handler: Handler, node: ir.Node) -> Site | None:
    """Return the site of a node in the handler's body; `None` where it stands elsewhere."""
    if not handler.contains(node):
        return None
    return Site(handler.site.module, node, handler.function.enclosing_definition)
