"""Python's terms for messages."""

from __future__ import annotations

from typing import Final

from wflint.ir.words import Words

WORDS: Final = Words(
    language="Python",
    null="None",
    catch="except",
    rethrow="except {}: raise",
    function="lambda: {}",
    bound_function="lambda {names}: {body}",
    async_function="async def",
    sync_function="def",
    encode_json="json.dumps",
    run_coroutine="asyncio.run({})",
)
