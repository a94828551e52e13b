"""Find the encoding of a TypeScript file, which declares none: it is UTF-8."""

from __future__ import annotations

from wflint.files.text import refuse_wide


def encoding_of(data: bytes, display: str) -> str:
    """Return the encoding of a file.

    Args:
        data: The bytes of the file.
        display: The path as it is shown to the user.

    Raises:
        SourceError: It begins with the mark of another encoding, or holds a NUL byte.
    """
    refuse_wide(data, display, "source code", "TypeScript and JavaScript must be UTF-8")
    return "utf-8"  # whether a mark stands before it is kept apart
