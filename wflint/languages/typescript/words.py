"""How TypeScript writes what messages mention."""

from __future__ import annotations

from typing import Final

from wflint.ir.words import Words

WORDS: Final = Words(
    language="TypeScript",
    null="undefined",
    catch="catch",
    rethrow="if (error instanceof {}) throw error;",
    function="() => {}",
    bound_function="() => {body}",
    async_function="async function",
    sync_function="function",
    encode_json="JSON.stringify",
    run_coroutine="await {}",
)
