"""Standard input that holds a text."""

from __future__ import annotations

import io
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING
from unittest.mock import patch

if TYPE_CHECKING:
    from collections.abc import Generator


@contextmanager
def piped(text: str) -> Generator[None]:
    """Let standard input hold a text."""
    with patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode()))):
        yield
