"""How TypeScript writes what messages mention."""

from __future__ import annotations

import json
from typing import Final

from wflint.ir.words import Words


def written(value: object) -> str:
    """Return a constant as code spells it."""
    match value:
        case None:
            return "undefined"
        case bool():
            return "true" if value else "false"
        case str():
            return json.dumps(value, ensure_ascii=False)
        case _:
            return str(value)


WORDS: Final = Words(
    language="TypeScript",
    null="undefined",
    catch="catch",
    switch="switch",
    default="default",
    else_if="else if",
    negation="!({})",
    async_for="for await",
    each="of",
    holding="using",
    list_of="Array<{}>",
    unawaited="left to itself",
    types={
        "NoneType": "undefined",
        "bool": "boolean",
        "dict": "object",
        "float": "number",
        "int": "number",
        "list": "array",
        "str": "string",
    },
    rethrow="if (error instanceof {}) throw error;",
    error_as_data="return { ok: false, why: String(error) };",
    function="() => {}",
    template="{}",  # the backticks of the message are those of the template
    hole="${{{}}}",
    brace={},
    sorted="{}.sort()",
    handed_over="() => {}()",
    bound_call="() => {function}({arguments})",
    surplus="{call} ignores all arguments but a name and a function: the function is called without arguments",
    not_awaitable="is not async and does not return the promise of its steps: it ends each time without waiting for them",
    raising="throw another error",
    coroutine="promise",
    not_callable="TypeError",
    bound_function="() => {body}",
    async_function="async function",
    sync_function="function",
    encode_json="JSON.stringify",
    as_whole="Math.ceil({})",
    as_copy="structuredClone({})",
    as_text="String({})",
    mapping="a plain object",
    sequence="an array",
    place="{whole}{keys}",
    key=".{}",
    object_text="[object Object]",
    numbered="entries()",
    own_variable="declare {} with `const` or `let` inside the loop, so that each iteration has its own",
    delete="delete",
    no_key="",
    run_coroutine="await {}",
    no_attribute="{owner} has no `{name}`: it is `undefined`",
    missing="it is `undefined`, and the handler fails with `TypeError` where it calls it or looks into it",
    throw="throw",
    declared="const {name} = {value}",
    fields_may_lack=True,
    setting="process.env.{}",
    nothing_asked="TypeError: Cannot read properties of undefined (reading '{name}')",
    keyword="{}",
    written=written,
    together="Promise.all",
)
