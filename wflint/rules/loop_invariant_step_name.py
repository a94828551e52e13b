"""# loop-invariant-step-name

## What it does

Finds steps in a loop whose name does not change with the loop: in `for`, `while` and comprehensions, also where the step
is in a helper that the loop calls. Of nested loops, each one must be part of the name. A loop that is left right after the
step is fine, and so is a step of a state machine whose branch moves on to another state.

## Why it breaks on replay

Steps are matched by position, and the name is the only check that the position is still right. When the rounds of a loop share
one name and their order or number changes (by a deploy, or because the items come in another order), a round gets the
recorded result of another one, and the run goes on with wrong data.

## Example

```python
@serve.post("/import")
async def import_rows(context: AsyncWorkflowContext[dict]) -> None:
    for row in context.request_payload["rows"]:
        await context.run("import-row", lambda: save(row))
    await context.run("publish", publish)
```

```typescript
export const { POST } = serve<{ rows: string[] }>(async (context) => {
  await context.run("open", () => open());
  for (const row of context.requestPayload.rows) {
    await context.run("import-row", () => save(row));
  }
});
```

## Use instead

```python
@serve.post("/import")
async def import_rows(context: AsyncWorkflowContext[dict]) -> None:
    for index, row in enumerate(context.request_payload["rows"]):
        await context.run(f"import-row-{index}", lambda: save(row))
    await context.run("publish", publish)
```

```typescript
export const { POST } = serve<{ rows: string[] }>(async (context) => {
  await context.run("open", () => open());
  for (const [index, row] of context.requestPayload.rows.entries()) {
    await context.run(`import-row-${index}`, () => save(row));
  }
});
```

## Fix safety

The loop's own counter, or else its index, makes the name unique. It renames steps, which runs in flight then do not find: the fix is
*drain*.
"""

from __future__ import annotations

from wflint.rules._families.step_names import apart, level_of_repeated
from wflint.rules.api import (
    FixClass,
    FixDraft,
    Handler,
    Level,
    LoopVariance,
    Repeated,
    Report,
    Rule,
    StepCall,
    Value,
    branches_around,
    ir,
    name_code,
    name_site,
    name_template,
    renames,
    taint_sources,
    walk_nodes,
)

RULE = Rule(
    code="WF402",
    summary="A step in a loop has the same name in each iteration",
    level=Level.WARNING,
    also=(Level.INFO,),
    holds_for=lambda engine: engine.identity.repeated is not Repeated.HARMLESS,
    fixes=(FixClass.DRAIN,),
)


def check(handler: Handler, report: Report) -> None:
    """Report steps in loops whose name does not vary with one of the loops around it."""
    for step in handler.steps:
        if step.own_name is None or step.parent is not None or not step.loops:
            continue
        missing = _missing(step, step.own_name.value)
        if not missing or not handler.order.can_follow(step, step) or _leaves_its_state(step, missing[-1]):
            continue
        site = name_site(step)
        numbered = site.module.words.numbered
        message = f"Each iteration runs {_what(step)}, so {apart(handler, 'the iterations')}"
        finding = report.add(level_of_repeated(handler), site, message).label("the same in each iteration")
        finding.note(missing[-1].loop, "the name does not change with this loop")
        finding.help(f"make the loop's index part of the name, with `{numbered}`: `{_with_index(step)}`")
        finding.fix(_fix(handler, step, missing))


def _leaves_its_state(step: StepCall, loop: LoopVariance) -> bool:
    """Return whether a round runs a step only in a state that it then leaves, as far as anybody can see: that of a machine."""
    body = loop.loop.node.body if isinstance(loop.loop.node, (ir.For, ir.While)) else None
    if body is None or loop.loop.module is not step.site.module:
        return False
    around = branches_around(body, step.site.node)
    return any(not _states(each).isdisjoint(_assigned(arm)) for each, arm in around)


def _states(branch: ir.Statement) -> set[str]:
    """Return the variables that a branch compares with constants."""
    match branch:
        case ir.Match(subject=ir.Name(id=name)):
            return {name}
        case ir.If(test=ir.Operation(op="==" | "===", operands=operands)):
            is_fixed = any(isinstance(each, ir.Literal) for each in operands)
            return {each.id for each in operands if isinstance(each, ir.Name)} if is_fixed else set()
        case _:
            return set()


def _assigned(block: ir.Block) -> set[str]:
    """Return the variables that a block gives another value, whatever they held before."""
    assigned = (each for each in walk_nodes(block, into_functions=False) if isinstance(each, ir.Assign))
    bound = (target for each in assigned if each.op is None for target in each.targets)
    return {target.id for target in bound if isinstance(target, ir.Name)}


def _what(step: StepCall) -> str:
    """Return what each round runs, as far as its name is known."""
    if step.constant_name is not None:
        return f'a step named "{step.constant_name}"'
    code = name_code(step)
    return f"a step named `{code}`" if code else "a step of the same name"


def _with_index(step: StepCall) -> str:
    """Return the name with an index, as text with a hole."""
    code, words = name_code(step), step.site.module.words
    node = step.name.node if step.name is not None else None
    if node is not None and code and "..." not in code:
        stem = name_template(node, words)
    else:
        stem = step.constant_name or "..."
    index = "number" if "{index}" in stem else "index"
    return words.template.format(f"{stem}-{words.hole.format(index)}")


def _missing(step: StepCall, name: Value) -> list[LoopVariance]:
    """Return the loops that are no part of the name, outermost first; none if it changes for another reason."""
    if taint_sources(name.taint):
        return []
    return [loop for loop in step.loops if loop not in name.taint]


def _fix(handler: Handler, step: StepCall, missing: list[LoopVariance]) -> FixDraft:
    site, name = name_site(step), step.constant_name or ""

    def suffix() -> str:
        """Return what sets the name apart from those of other steps, which an index alone may make it equal to."""
        return handler.writer.free_name(name, site, in_loop=True).removeprefix(name) if name else ""

    return renames(
        "make the index part of the name",
        lambda rewrite: rewrite.number(
            site, [each.loop for each in missing], handler.writer, suffix=suffix()
        ),
    )
