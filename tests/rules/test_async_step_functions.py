"""Help for engines whose steps take async functions only: `await` of what a plain lambda returns would fail."""

from __future__ import annotations

from markers import FIXTURES, check_all


def test_help_defines_an_async_function_where_steps_take_no_other() -> None:
    report = check_all(FIXTURES / "clock-outside-step" / "absurd_async.py")
    [found] = [each for each in report.findings if each.name == "clock-outside-step"]
    assert "lambda" not in found.help
    assert "`async def get_now(): return datetime.now(timezone.utc).isoformat()`" in found.help
    assert '`await ctx.step("get-now", get_now)`' in found.help
