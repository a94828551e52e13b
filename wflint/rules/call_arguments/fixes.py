"""What gives a call step the arguments that it takes."""

from __future__ import annotations

from collections.abc import Iterator

from wflint.rules.api import (
    Actual,
    Collection,
    Const,
    External,
    FixDraft,
    Handler,
    Instance,
    Object,
    Ref,
    Rewritten,
    Site,
    StepCall,
    argument_site,
    ir,
    keeps,
    value_of,
)


def free_keywords(step: StepCall) -> Iterator[str]:
    """Yield the keywords that are not given yet, in the order of the parameters."""
    return (name for name in step.method.keyword_parameters if name not in step.arguments)


def all_named(step: StepCall) -> FixDraft | None:
    """Name every argument that is given by position, in the order of the parameters."""
    positional = (actual for key, actual in step.surplus.items() if isinstance(key, int))
    named = list(
        zip((argument_site(step, actual) for actual in positional), free_keywords(step), strict=False)
    )
    if not named:
        return None
    return keeps(
        "name the arguments",
        lambda rewrite: sum((rewrite.name_argument(site, name) for site, name in named), Rewritten(())),
    ).revealing()


def renamed(site: Site, name: str) -> FixDraft:
    """Give an argument the keyword that it is meant for."""
    return keeps(f"pass it as `{name}=`", lambda rewrite: rewrite.name_argument(site, name)).revealing()


def as_body(handler: Handler, step: StepCall, key: str, actual: Actual) -> FixDraft | None:
    """Pass as the body, which has to be text, what an HTTP client would make JSON of; `None` where there is a body."""
    if "body" in step.arguments:
        return None
    site, value = argument_site(step, actual), actual.value
    template = "{}" if value.always(is_text) else f"{handler.words.encode_json}({{}})"
    draft = keeps(
        f"pass it as `{handler.words.keyword.format('body')}`",
        lambda rewrite: rewrite.name_argument(site, "body", template=template),
    ).revealing()
    is_known = key == "json" or value.always(is_text) or value.always(is_no_text)
    return draft if is_known else draft.unsafe()


def is_text(ref: Ref) -> bool:
    """Return whether something is certainly text."""
    return isinstance(ref, (Const, Instance)) and ref.type.removeprefix("builtins.") == "str"


def is_no_text(ref: Ref) -> bool:
    """Return whether something is certainly an object, a list or a number."""
    if isinstance(ref, Const):
        return ref.value is not None and not isinstance(ref.value, str)
    return isinstance(ref, (Collection, Object)) or (isinstance(ref, Instance) and not is_text(ref))


def encoded(handler: Handler, site: Site) -> FixDraft:
    """Pass the JSON of what is passed."""
    template = f"{handler.words.encode_json}({{}})"
    return keeps("pass it as JSON", lambda rewrite: rewrite.apply(site, template)).revealing()


def decoded(handler: Handler, site: Site) -> FixDraft | None:
    """Pass what `json.dumps` is given."""
    node = site.node
    if not isinstance(node, ir.Call) or value_of(handler, node.func).only != External("json.dumps"):
        return None
    return keeps("pass the object itself", lambda rewrite: rewrite.unwrap_call(site))
