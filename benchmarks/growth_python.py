"""The shapes in Python."""

from __future__ import annotations

from growth_python_body import EXPRESSIONS, STATEMENTS, TEXTS
from growth_python_definitions import CLASSES, FUNCTIONS, NAMES
from growth_python_files import HANDLERS, MODULES

PYTHON = (*EXPRESSIONS, *STATEMENTS, *FUNCTIONS, *CLASSES, *NAMES, *HANDLERS, *MODULES, *TEXTS)
