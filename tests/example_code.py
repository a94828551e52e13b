"""What examples in documentation leave out, and what wflint says about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wflint.checking.options import CheckOptions
from wflint.checking.run import check_files
from wflint.files.discovery import SourceFile
from wflint.findings import Level
from wflint.rules import all_rules

if TYPE_CHECKING:
    from pathlib import Path

# What the examples leave out: imports, the served application, and functions that do some work.
PREAMBLE = """
import asyncio
import hashlib
import os
import random
import secrets
import sqlite3
import subprocess
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta, timezone
from functools import partial

import crm
import httpx
import requests
from {framework} import {application}
from upstash_workflow import AsyncWorkflowContext, CallResponse, WorkflowAbort, WorkflowContext
from upstash_workflow.{framework} import Serve

app = {application}({name})
serve = Serve(app)
SEEN = []


def charge(cents=100):
    SEEN.append(cents)
    return {{"cents": cents}}
"""
FASTAPI = PREAMBLE.format(framework="fastapi", application="FastAPI", name="")
FLASK = PREAMBLE.format(framework="flask", application="Flask", name="__name__")


def codes(folder: Path, example: str) -> list[str]:
    """The codes of all findings in an example."""
    preamble = FLASK if "@serve.route(" in example else FASTAPI
    path = folder / "example.py"
    path.write_text(preamble + example, encoding="utf-8")
    names = frozenset(rule.name for rule in all_rules())
    report = check_files(
        [SourceFile(path, path.name, explicit=True, real=path)], CheckOptions(names, Level.INFO)
    )
    assert report.errors == ()
    return [finding.code for finding in report.findings]
