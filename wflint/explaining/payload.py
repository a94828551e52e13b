"""The payload of a workflow: the type that is promised, with its members as they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wflint.domain.alternatives import ClassRef, External, Object
from wflint.domain.sites import Site
from wflint.ir import nodes as ir

if TYPE_CHECKING:
    from wflint.explaining.snippets import SourceSnippets
    from wflint.model.handler import Handler


def payload_text(handler: Handler, snippets: SourceSnippets) -> str:
    """Return the type of the payload; that of a class of the project with its members, where all of them can be known."""
    promised = handler.promised.only
    if not isinstance(promised, Object):
        return _written(handler, snippets)
    class_ = promised.class_
    if handler.words.fields_may_lack:
        # The definition says which.
        members = _definition(class_, snippets)
    else:
        found = _members(class_, snippets)
        members = f"{{{', '.join(f'{name}: {text}' for name, text in found.items())}}}" if found else ""
    return f"{class_.class_.name} {members}".rstrip()


def _written(handler: Handler, snippets: SourceSnippets) -> str:
    """Return what the context's annotation promises, `dict` in `Context[dict]`, or the call that registers the handler."""
    for parameter in handler.function.parameters:
        annotation = parameter.annotation
        if isinstance(annotation, ir.Subscript):
            return snippets.text_at(handler.site, annotation.index)
    site = handler.registration.registered_by.site if handler.registration is not None else None
    if site is not None and isinstance(site.node, ir.Call) and site.node.types:
        return snippets.text_at(site, site.node.types[0])
    return ""


def _definition(class_: ClassRef, snippets: SourceSnippets) -> str:
    """Return the members in braces as the definition has them; empty where a comment stands among them."""
    whole = snippets.whole(Site(class_.module, class_.class_, None))
    _, brace, members = whole.partition("{")
    return "" if "//" in whole or "/*" in whole else f"{brace}{members.rstrip('; ')}"


def _members(class_: ClassRef, snippets: SourceSnippets) -> dict[str, str]:
    """Return the types of the members by their names, those of base classes first; none where a base class is unknown."""
    found: dict[str, str] = {}
    for base in class_.bases:
        match base.only:
            case ClassRef() as first_party:
                found.update(_members(first_party, snippets))
            case External():
                pass
            case _:
                return {}
    site = Site(class_.module, class_.class_, None)
    for statement in class_.class_.body.block.statements:
        match statement:
            case ir.Assign(targets=(ir.Name(id=name),), annotation=annotation) if annotation is not None:
                found[name] = snippets.text_at(site, annotation)
            case _:
                pass
    return found
