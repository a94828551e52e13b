"""Workflows as `wflint explain` shows them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from wflint.explaining import Explanation
from wflint.report.explain_text import render, render_folded

if TYPE_CHECKING:
    from wflint.explaining import Workflow
    from wflint.lsp.model import Model

_WIDTH: Final = 100
_HOVER_WIDTH: Final = 80


def workflow_text(model: Model, name: str) -> str:
    """Return the workflows of a name that are defined in a file; empty if there is none."""
    found = tuple(each for each in model.own_workflows if each.name == name)
    out = io.StringIO()
    if found:
        render(Explanation(found), out, color=False, width=_WIDTH, is_verbose=True)
    return out.getvalue()


def workflow_story(workflow: Workflow) -> str:
    """Return a workflow without the details of its steps."""
    out = io.StringIO()
    render_folded(workflow, out, width=_HOVER_WIDTH)
    return out.getvalue()
