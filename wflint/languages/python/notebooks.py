"""Files of Python: modules, and notebooks, of which the code cells are read one below the other."""

from __future__ import annotations

from wflint.errors import SourceError
from wflint.files.notebook import NotebookError, is_notebook, read_notebook
from wflint.files.text import SourceText, decode
from wflint.languages.python.encoding import encoding_of
from wflint.languages.python.magics import COMMENT, STAND_IN, hidden


def read_python(data: bytes, display: str) -> SourceText:
    """Decode a file of Python.

    Args:
        data: The bytes of the file.
        display: The path as it is shown to the user.

    Raises:
        SourceError: They are not text, or no notebook where they should be one.
    """
    if not is_notebook(display):
        return decode(data, display, encoding_of)
    content = decode(data, display)
    try:
        notebook, text = read_notebook(content.text, hidden, (STAND_IN, COMMENT))
    except NotebookError as error:
        raise SourceError(display, str(error)) from error
    return SourceText(display, text, bom=content.bom, notebook=notebook)
