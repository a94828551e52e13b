"""The edits of a fix, as far as they may be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wflint.files.text import SourceText
    from wflint.findings import Edit, Fix


def shown_edits(fix: Fix | None, sources: Mapping[str, SourceText]) -> tuple[Edit, ...]:
    """Return the edits in the order of their places, or none if one of them repeats a secret of its file."""
    if fix is None:
        return ()
    edits = tuple(sorted(fix.edits, key=lambda edit: edit.span))
    return () if any(_tells_a_secret(edit, sources[edit.span.path]) for edit in edits) else edits


def _tells_a_secret(edit: Edit, source: SourceText) -> bool:
    return any(source.text[start:end] in edit.text for start, end in source.secrets if start < end)
