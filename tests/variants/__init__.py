"""Other spellings of handler files that mean the same: a finding must survive each of them, and no other may appear."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from variants import formatters, python, structure, typescript, typescript_structure
from variants.encodings import NotApplicableError

if TYPE_CHECKING:
    from collections.abc import Collection

    from variants.encodings import Sources, Variant

__all__ = ["NotApplicableError", "combined", "rewrites_of", "variants_of"]


def variants_of(sources: Sources) -> tuple[Variant, ...]:
    """The variants of the language that the files are written in."""
    return python.VARIANTS if _is_python(sources) else typescript.VARIANTS


def rewrites_of(sources: Sources) -> tuple[Variant, ...]:
    """Other layouts of the same program, in which a finding may be on another line or in another file."""
    if _is_python(sources):
        return (
            *structure.REWRITES,
            python.renamed_variables,
            python.renamed_functions,
            python.in_factory,
            formatters.by_black,
            formatters.by_ruff,
        )
    return (*typescript_structure.REWRITES, formatters.by_prettier)


def combined(sources: Sources, leave_out: Collection[Variant] = ()) -> dict[str, bytes]:
    """Apply every variant that makes sense at once, but for those that are left out."""
    if _is_python(sources):
        return python.combined(sources, leave_out)
    return typescript.combined(sources, leave_out)


def _is_python(sources: Sources) -> bool:
    return all(PurePosixPath(path).suffix == ".py" for path in sources)
