"""Python modules from hypothesmith: whatever the grammar allows, and nothing that anybody would write."""

from __future__ import annotations


def generated_modules(seed: str, count: int) -> list[str]:
    """Return some modules, the same ones for the same seed; at least one."""
    import hypothesmith  # noqa: PLC0415 - only who wants its modules has to have it
    from hypothesis import HealthCheck, Phase, given, settings  # noqa: PLC0415
    from hypothesis import seed as seeded  # noqa: PLC0415

    found: list[str] = []

    @seeded(seed)
    @settings(
        max_examples=count,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        deadline=None,
    )
    @given(hypothesmith.from_node() | hypothesmith.from_grammar())
    def take(module: str) -> None:
        found.append(module)

    take()
    return found
