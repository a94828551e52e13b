"""Has LibCST parse the files that a list names, and does nothing else."""

from __future__ import annotations

import sys
from pathlib import Path

import libcst

for name in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines():
    libcst.parse_module(Path(name).read_text(encoding="utf-8"))
