"""The Python front end: the only place that knows LibCST and pyflakes."""

from __future__ import annotations

from typing import Final

from wflint.files.comments import CommentSyntax
from wflint.ir.language import Language
from wflint.languages.python.encoding import encoding_of
from wflint.languages.python.import_lines import import_lines, last_part
from wflint.languages.python.layout import find_layout
from wflint.languages.python.parse import parse
from wflint.languages.python.resolver import PythonResolver
from wflint.languages.python.rewriting import PythonRewriter
from wflint.languages.python.verify import PythonVerifier
from wflint.languages.python.words import WORDS

PYTHON: Final = Language(
    name=WORDS.language,
    suffixes=(".py",),
    editor_ids=("python",),
    project_files=("pyproject.toml",),
    encoding_of=encoding_of,
    effects="python",
    comments=CommentSyntax("#", find_layout),
    words=WORDS,
    import_lines=import_lines,
    last_part=last_part,
    parse=parse,
    resolver=PythonResolver,
    rewriter=PythonRewriter,
    verifier=PythonVerifier,
)

__all__ = ["PYTHON"]
