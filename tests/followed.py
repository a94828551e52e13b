"""A handler as rules see it, from its source."""

from __future__ import annotations

from pathlib import Path

from wflint.checking.options import CheckOptions
from wflint.files.discovery import SourceFile
from wflint.model.handler import Handler
from wflint.workspace.session import Session

HEAD = """\
import time

from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

serve = Serve(FastAPI())

"""


def follow(folder: Path, source: str) -> Handler:
    """Return the only handler of a module that begins with `HEAD`."""
    path = folder / "followed.py"
    path.write_text(HEAD + source, encoding="utf-8")
    files = [SourceFile(path, path.name, explicit=True, real=path)]
    (handler,) = Session(files, CheckOptions(frozenset()).scope).handlers
    return handler
