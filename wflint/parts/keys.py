"""What a remembered result depends on beside the file system: wflint itself, what it stands on, and what is asked of it."""

from __future__ import annotations

import os
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from wflint._version import __version__
from wflint.config.layers import Configuration
from wflint.config.load import import_roots
from wflint.config.settings import all_options
from wflint.parts.asked import digest_of, relative

_FORM: Final = "1"
"""Of the entries; another one makes all earlier ones void."""
_PARSERS: Final = ("libcst", "tree_sitter", "tree_sitter_typescript", "pyflakes")
_PACKAGE: Final = Path(__file__).parent.parent
_INSTALLED: Final = ("site-packages", "dist-packages")


@cache
def build() -> str:
    """Return what names this wflint with all that it stands on."""
    return digest_of("\0".join((_FORM, __version__, sys.version, *_own_files(), *_parsers())).encode())


def _own_files() -> list[str]:
    """Return the state of wflint's own files where somebody works on them; those of a version that is installed are known."""
    if _PACKAGE.parent.name in _INSTALLED:
        return []
    found = (
        os.path.join(folder, name)  # noqa: PTH118 - a path for each takes as long again
        for folder, _, names in os.walk(_PACKAGE)
        for name in names
        if name.endswith((".py", ".toml", ".json"))
    )
    states = ((path, os.stat(path)) for path in sorted(found))  # noqa: PTH116 - same
    return [f"{path} {state.st_mtime_ns} {state.st_size}" for path, state in states]


def _parsers() -> list[str]:
    """Return the versions of the parsers, by the folders that installers write beside them."""
    found: set[str] = set()
    for name in _PARSERS:
        spec = find_spec(name)
        if spec is None or spec.origin is None:
            continue
        installed = _names_in(str(Path(spec.origin).parent.parent))
        found.update(each for each in installed if each.startswith(f"{name}-") and each.endswith("-info"))
    return sorted(found)


@cache
def _names_in(folder: str) -> tuple[str, ...]:
    return tuple(os.listdir(folder))  # noqa: PTH208 - names are all that is wanted


def asked_for(configuration: Configuration, cwd: Path, *, verifies: bool) -> str:
    """Return what names the options of a check.

    Args:
        configuration: The configuration.
        cwd: The working directory, which results are relative to.
        verifies: Whether fixes are verified.

    Raises:
        DataError: A folder of `src` does not exist.
    """
    options = {option.key: option.name for option in all_options() if not option.about.whole_run}
    values = [(key, repr(getattr(configuration.settings, name))) for key, name in options.items()]
    folders = sorted(
        (path, relative(origin.folder, cwd))
        for path, origin in configuration.origins.items()
        if path[0] in options
    )
    roots = [relative(root, cwd) for root in import_roots(configuration)]
    return digest_of(repr((values, folders, roots, verifies)).encode("utf-8", "surrogatepass"))
