"""The errors of the SDK that recur."""

from __future__ import annotations

UNAUTHENTICATED = (
    ": Failed to authenticate Workflow request. If this is unexpected, see the caveat https://upstash.com/docs"
    "/workflow/basics/caveats#avoid-non-deterministic-code-outside-context-run"
)


def incompatible(expected: str, got: str) -> str:
    """Return the error of a replay that asks for `expected` where `got` is recorded."""
    return f"WorkflowError: Incompatible step name. Expected '{expected}', got '{got}' from the request"


def nested(inner: str, outer: str) -> str:
    """Return the error of a step that is started inside another one."""
    return (
        f"WorkflowError: A step can not be run inside another step. Tried to run '{inner}' inside '{outer}'"
    )


def branches(wanted: int, got: int, state: str) -> str:
    """Return the error of a replay that asks for so many steps side by side where another number is recorded."""
    return (
        f"WorkflowError: Incompatible number of parallel steps when call state was '{state}'. "
        f"Expected {wanted}, got {got} from the request."
    )
