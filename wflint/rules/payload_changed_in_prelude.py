"""# payload-changed-in-prelude

## What it does

Finds changes of the payload before the first step: `pop`, `append`, `del`, `+=` and the like, also through other variables and in
helpers. Changes that make no difference when repeated are not reported.

## Why it breaks on replay

The payload is read from the request once, and the handler runs on it more than once: in a dry run that ends at the first step, and
again to run the step. Before that the dry run of the first delivery has changed what is stored as the payload. So what is appended
is appended three times, and what `pop` takes away is missing the second time, which fails with `KeyError`.

## Example

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    payload = context.request_payload
    customer = payload.pop("customer")
    await context.run("store", lambda: store(customer, payload))
```

```typescript
export const { POST } = serve<{ amount: number }>(async (context) => {
  const payload = context.requestPayload;
  payload.amount += 5;
  await context.run("store", () => store(payload));
});
```

## Use instead

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    payload = copy.deepcopy(context.request_payload)
    customer = payload.pop("customer")
    await context.run("store", lambda: store(customer, payload))
```

```typescript
export const { POST } = serve<{ amount: number }>(async (context) => {
  const payload = { ...context.requestPayload };
  payload.amount += 5;
  await context.run("store", () => store(payload));
});
```

## Fix safety

Copying the payload is safe where the handler asks for it in one place: each pass then changes a copy of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wflint.rules._families.payload import own_site, payload_reads
from wflint.rules.api import (
    Consequence,
    FixClass,
    FixDraft,
    Handler,
    InputAccess,
    Level,
    Payload,
    Report,
    Rule,
    UseKind,
    ValueUse,
    below,
    called,
    ir,
    keeps,
    spelled,
)

RULE = Rule(
    code="WF510",
    summary="The payload is changed before the first step",
    level=Level.ERROR,
    also=(Level.WARNING,),
    include_helpers=False,
    about=lambda engine: (engine.consequences.payload_changed,),
    fixes=(FixClass.SAFE,),
)

# What a second change of the same kind does not change any more.
_SETTLED = frozenset(
    {"=", "|=", "&=", "or=", "and=", "??=", "sort", "fill", "update", "setdefault", "clear", "__setitem__"}
)
_SETTLING = frozenset(
    {
        "strip", "lstrip", "rstrip", "lower", "upper", "casefold", "title", "capitalize", "get", "copy", "items", "values", "keys",
        "int", "str", "float", "bool", "sorted", "list", "dict", "abs", "round", "min", "max", "deepcopy",
        "trim", "trimStart", "trimEnd", "toLowerCase", "toUpperCase", "normalize", "toString", "toSorted", "String", "Number", "Boolean",
        "parseInt", "parseFloat", "structuredClone", "floor", "ceil", "trunc",
    }
)  # fmt: skip
_CHOICES = frozenset(
    {"or", "and", "??", "not", "==", "!=", "in", "not in", "is", "is not", "<", "<=", ">", ">="}
)


def check(handler: Handler, report: Report, outcome: Consequence) -> None:
    """Report changes of the payload that several passes make."""
    for access in handler.input_accesses:
        level = _level(access)
        if level is None:
            continue
        used = access.used
        message = f"{outcome.said(is_sync=handler.is_sync, what=_what(used))}{_failure(used)}"
        finding = report.add(level, access.anchor, message).label("changed again by each pass")
        finding.chain(access.chain, "the payload is changed here")
        finding.help(outcome.help or "change a copy of it").fix(_fix(handler))


def _level(access: InputAccess) -> Level | None:
    """Return how bad a change is; `None` where it is none of the payload, or comes to the same when it is made again."""
    used = access.used
    is_change = used.use is UseKind.CHANGE and isinstance(used.of, Payload) and used.sure
    if not is_change or not access.prelude:
        return None
    return _level_again(used) if used.name in _SETTLED else Level.ERROR


def _level_again(used: ValueUse) -> Level | None:
    """Return how bad it is to make something again of what an assignment has made already."""
    node = used.site.node
    key = used.key.node if used.key is not None else None
    if not isinstance(node, ir.Assign) or node.value is None or _key_of(key) is None:
        return None
    items = list(_assigned(node.targets, node.value))
    owner, given = next((target.value, value) for target, value in items if _key_node(target) is key)
    parts = [each for each, _ in below(given)]
    beside = [_key_node(target) for target, _ in items if spelled(target.value) == spelled(owner)]
    others = [each for each in beside if each is not key and _key_of(each) is not None]
    is_swapped = any(_reads(each, other) for other in others for each in parts)
    if not is_swapped and (not any(_reads(each, key) for each in parts) or _settles(given)):
        return None
    computes = any(isinstance(each, (ir.Template, ir.Operation)) for each in parts)
    return Level.ERROR if computes else Level.WARNING


def _key_node(target: ir.Subscript | ir.Attribute) -> ir.Expr:
    """Return what names the item that is assigned: the index, or the attribute, where attributes are items."""
    return target.index if isinstance(target, ir.Subscript) else target


def _key_of(node: ir.Expr | None) -> object:
    """Return the key that a node names; `None` where it is none that is written out."""
    match node:
        case ir.Literal(value=value):
            return value
        case ir.Attribute(attr=name):
            return name
        case _:
            return None


def _assigned(
    targets: Iterable[ir.Expr], value: ir.Expr
) -> Iterator[tuple[ir.Subscript | ir.Attribute, ir.Expr]]:
    """Yield the items that are assigned, each with what it is made of: all of the value where that is not known better."""
    for target in targets:
        match target, value:
            case ((ir.Subscript() | ir.Attribute()), _):
                yield target, value
            case ir.Container(items=items), ir.Container(items=values) if not any(
                isinstance(each, ir.Starred) for each in (*items, *values)
            ):
                for item, part in zip(items, values, strict=False):
                    yield from _assigned((item,), part)
            case ir.Container(items=items), _:
                yield from _assigned(items, value)
            case ir.Starred(value=inner), _:
                yield from _assigned((inner,), value)
            case _:
                pass


def _reads(node: ir.Node, key: ir.Expr | None) -> bool:
    """Return whether an expression reads the item that a key names."""
    match node:
        case ir.Attribute(attr=name) if isinstance(key, ir.Attribute):
            return name == key.attr
        case ir.Subscript(index=ir.Literal(value=value)):
            return value == _key_of(key)
        case ir.Call(func=ir.Attribute(attr="get"), args=(ir.Argument(value=ir.Literal(value=value)), *_)):
            return value == _key_of(key)
        case _:
            return False


def _settles(node: ir.Expr) -> bool:
    """Return whether an expression gives the same once more when it is made of its own result."""
    match node:
        case ir.Literal() | ir.Name() | ir.Subscript():
            return True
        case ir.Attribute(value=owner):
            return _settles(owner)
        case ir.Call(func=ir.Name(id=name) | ir.Attribute(attr=name) as func, args=args) if name in _SETTLING:
            parts = [each.value for each in args]
            return all(map(_settles, [*parts, func.value] if isinstance(func, ir.Attribute) else parts))
        case ir.Operation(op=op, operands=operands) if op in _CHOICES:
            return all(map(_settles, operands))
        case ir.Conditional(test=test, body=body, orelse=orelse):
            return all(map(_settles, (test, body, orelse)))
        case _:
            return False


def _what(used: ValueUse) -> str:
    node = used.site.node
    if isinstance(node, ir.Call):
        return f"`{called(node)}`"
    return f"This `{used.site.module.words.delete if used.name == 'del' else used.name}`"


def _failure(used: ValueUse) -> str:
    """Say what comes of taking away what is not there any more."""
    node, key = used.site.node, used.key.value.constant if used.key is not None else None
    is_key = key is not None and isinstance(key.value, str)
    takes = used.name == "del" or (used.name == "pop" and isinstance(node, ir.Call) and len(node.args) == 1)
    error = used.site.module.words.no_key
    if not (error and key and is_key and takes):
        return ""
    return f", and fails with {error.format(repr(key.value))} the second time"


def _fix(handler: Handler) -> FixDraft | None:
    """Copy the payload, where the handler asks for it in one place only."""
    reads = payload_reads(handler)
    site = own_site(handler, reads[0]) if len(reads) == 1 else None
    if site is None:
        return None
    return keeps("change a copy", lambda rewrite: rewrite.apply(site, handler.words.as_copy))
