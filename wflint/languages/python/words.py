"""Python's terms for messages."""

from __future__ import annotations

from typing import Final

from wflint.ir.words import Words

WORDS: Final = Words(
    language="Python",
    null="None",
    catch="except",
    switch="match",
    default="",
    else_if="elif",
    negation="not ({})",
    async_for="async for",
    each="in",
    holding="with",
    list_of="list[{}]",
    unawaited="that never runs",
    types={"NoneType": "None"},
    rethrow="except {}: raise",
    error_as_data='return {"ok": False, "why": str(error)}',
    function="lambda: {}",
    template='f"{}"',
    hole="{{{}}}",
    brace={"{": "{{", "}": "}}"},
    sorted="sorted({})",
    handed_over="{}",
    bound_call="functools.partial({function}, {arguments})",
    surplus="{call} fails with `TypeError` in the first {one}: {what}",
    not_awaitable=(
        "is sync, but its result is awaited: each delivery fails with "
        "`TypeError: object NoneType can't be used in 'await' expression`"
    ),
    raising="raise another exception",
    coroutine="coroutine",
    not_callable="'{}' object is not callable",
    bound_function="lambda {names}: {body}",
    async_function="async def",
    sync_function="def",
    encode_json="json.dumps",
    as_whole="int({})",
    as_copy="<copy.deepcopy>({})",
    as_text="str({})",
    mapping="a plain dictionary",
    sequence="a list",
    place="{keys}",
    key='["{}"]',
    object_text="",
    numbered="enumerate",
    own_variable="",
    delete="del",
    no_key="`KeyError: {}`",
    run_coroutine="asyncio.run({})",
    no_attribute="`AttributeError`: {owner} has no attribute `{name}`",
    missing="the handler fails with `AttributeError`",
    throw="raise",
    declared="{name} = {value}",
    fields_may_lack=False,
    setting='os.environ["{}"]',
    nothing_asked="AttributeError: 'NoneType' object has no attribute '{name}'",
    keyword="{}=",
    written=repr,
    together="asyncio.gather",
)
