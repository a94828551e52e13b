"""Notebooks for tests."""

from __future__ import annotations

import json
from typing import Any


def code(text: str, **more: Any) -> dict[str, Any]:
    """A code cell, its source as Jupyter writes it."""
    source = text.splitlines(keepends=True)
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": {},
        "outputs": [],
        "source": source,
        **more,
    }


def prose(text: str) -> dict[str, Any]:
    """A cell without code."""
    return {"cell_type": "markdown", "metadata": {}, "source": text.splitlines(keepends=True)}


def notebook(*cells: dict[str, Any], language: str | None = "python", indent: int | None = 1) -> str:
    """The text of a notebook, as Jupyter writes it."""
    metadata = {} if language is None else {"language_info": {"name": language}}
    document = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(document, indent=indent, ensure_ascii=False) + "\n"
