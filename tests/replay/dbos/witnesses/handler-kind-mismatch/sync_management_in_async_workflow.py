"""Each of the sync operations that look after workflows refuses to run where an event loop runs."""

import inspect

from dbos import DBOS

LOG: list[str] = []


def attempt(name: str) -> str:
    operation = getattr(DBOS, name)
    taken = inspect.signature(operation).parameters.values()
    required = [
        "run-1" for each in taken if each.default is each.empty and each.kind is each.POSITIONAL_OR_KEYWORD
    ]
    try:
        operation(*required)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return "allowed"


@DBOS.workflow()
async def order(names: list[str]) -> dict[str, str]:
    return {name: attempt(name) for name in names}
