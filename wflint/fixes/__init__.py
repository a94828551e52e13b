"""Fixes: which ones are applied, whether their result holds, and what becomes of the files."""

from wflint.fixes.run import Fixed, Left, Wanted, fix

__all__ = ["Fixed", "Left", "Wanted", "fix"]
