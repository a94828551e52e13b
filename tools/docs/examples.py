"""Examples in documentation: what they leave out, and what wflint says about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wflint.checking.options import CheckOptions
from wflint.checking.run import check_files
from wflint.files.discovery import SourceFile
from wflint.findings import Level
from wflint.rules import all_rules

if TYPE_CHECKING:
    from pathlib import Path

    from wflint.checking.report import Report

# What the examples leave out: imports, the served application, and functions that do some work.
_PREAMBLE: Final = """
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
FASTAPI: Final = _PREAMBLE.format(framework="fastapi", application="FastAPI", name="")
_FLASK: Final = _PREAMBLE.format(framework="flask", application="Flask", name="__name__")

# What an example does not define itself; it may import more.
_TYPESCRIPT: Final = """
import { execFileSync } from "node:child_process";
import { createHash, pbkdf2Sync, randomUUID } from "node:crypto";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import crm from "@acme/crm";
import { PrismaClient } from "@prisma/client";
import { Redis } from "@upstash/redis";
import { Client, WorkflowAbort, type WorkflowContext, WorkflowNonRetryableError } from "@upstash/workflow";
import { createWorkflow, serve, serveMany } from "@upstash/workflow/nextjs";
import pTimeout from "p-timeout";

const client = new Client({ token: process.env.QSTASH_TOKEN! });
const prisma = new PrismaClient();
const redis = Redis.fromEnv();

function charge(cents = 100): { cents: number } {
  return { cents };
}
"""


def check_example(folder: Path, example: str, language: str) -> Report:
    """Check an example with all rules.

    Args:
        folder: Where its file may stand.
        example: Its text.
        language: Its language, as code blocks name it.
    """
    if language == "typescript":
        path, preamble = folder / "example.ts", _TYPESCRIPT
    else:
        path, preamble = folder / "example.py", _FLASK if "@serve.route(" in example else FASTAPI
    path.write_text(preamble + example, encoding="utf-8")
    names = frozenset(rule.name for rule in all_rules())
    return check_files(
        [SourceFile(path, path.name, explicit=True, real=path)], CheckOptions(names, Level.INFO)
    )
