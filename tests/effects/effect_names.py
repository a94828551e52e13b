"""Holds the rows of the catalogue against the modules that they speak of; run it to see how much the rows cover."""

from __future__ import annotations

import contextlib
import importlib
import inspect
import io
import os
import sys
import warnings
from typing import TYPE_CHECKING

from wflint.effects import load_catalogue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import ModuleType

    from wflint.effects import Catalogue, Row


def import_quietly(name: str) -> ModuleType:
    """Import a module and swallow what it warns of and prints (`this`)."""
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        return importlib.import_module(name)


def resolve(name: str) -> object:
    """The object that a qualified name stands for.

    Raises:
        ImportError: The first part of the name is no module.
        AttributeError: Another part of it is missing.
    """
    root, *parts = name.split(".")
    found: object = import_quietly(root)
    path = root
    for part in parts:
        path = f"{path}.{part}"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if not hasattr(found, part):
                with contextlib.suppress(ImportError):
                    import_quietly(path)
            found = getattr(found, part)
    return found


def problem_with(name: str, find: Callable[[str], object] = resolve) -> str | None:
    """Why a name does not resolve; `None` where it does."""
    try:
        find(name)
    except (ImportError, AttributeError) as error:
        return f"{name}: {error}"
    return None


def exists_here(row: Row) -> bool:
    """Whether the row's `since` and `until` say that the running interpreter has the name."""
    version = sys.version_info[:2]
    return (row.since is None or version >= row.since) and (row.until is None or version < row.until)


def types_named_by(row: Row) -> Iterator[str]:
    """The qualified names that the row's values mention."""
    for name in (row.returns, row.context_manager, row.same_as):
        if name is not None and name != "self":
            yield name


def context_problems(row: Row, found: object) -> Iterator[str]:
    """A class that is said to be its own context manager and cannot be entered."""
    entered = any(hasattr(found, method) for method in ("__enter__", "__aenter__"))
    if row.context_manager == "self" and isinstance(found, type) and not entered:
        yield f"{row.name}: is no context manager"


def signature_problems(row: Row, find: Callable[[str], object] = resolve) -> Iterator[str]:
    """Arguments that the row's conditions or `calls` name and the signature does not have.

    Callables whose signature cannot be read (some written in C) or takes anything (`*args, **kwargs`) have no problems.
    """
    arguments = [
        item for item in (row.unless_argument, row.when_argument, row.write_when) if item is not None
    ]
    if not arguments and not row.calls:
        return
    parameters = _parameters(find(row.name))
    if parameters is None:
        return
    kinds = {parameter.kind for parameter in parameters}
    names = [parameter.name for parameter in parameters]
    anything = inspect.Parameter.VAR_KEYWORD in kinds
    positional = [p.name for p in parameters if p.kind <= inspect.Parameter.POSITIONAL_OR_KEYWORD]
    open_ended = inspect.Parameter.VAR_POSITIONAL in kinds
    for item in arguments:
        if item.name is not None and item.name not in names and not anything:
            yield f"{row.name}: no argument `{item.name}` in {names}"
        if item.position is not None and not open_ended:
            if item.position >= len(positional):
                yield f"{row.name}: no position {item.position} in {positional}"
            elif item.name is not None and item.name != positional[item.position]:
                yield f"{row.name}: `{item.name}` is not at {item.position} in {positional}"
    for call in row.calls:
        if isinstance(call, int) and call >= len(positional) and not open_ended:
            yield f"{row.name}: no position {call} in {positional}"
        if isinstance(call, str) and call not in names and not anything:
            yield f"{row.name}: no argument `{call}` in {names}"


def _parameters(function: object) -> list[inspect.Parameter] | None:
    """The parameters of a callable without `self`; `None` where they cannot be read."""
    if not callable(function):
        return None
    try:
        parameters = list(inspect.signature(function).parameters.values())
    except ValueError:
        return None
    return parameters[1:] if parameters and parameters[0].name == "self" else parameters


def public_callables(module: ModuleType) -> Iterator[str]:
    """The qualified names of a module's own functions and classes, and of the classes' own methods."""
    for name, value in sorted(vars(module).items()):
        if name.startswith("_") or not callable(value) or not _belongs(value, module):
            continue
        yield f"{module.__name__}.{name}"
        if isinstance(value, type):
            for method, attribute in vars(value).items():
                if not method.startswith("_") and callable(getattr(attribute, "__func__", attribute)):
                    yield f"{module.__name__}.{name}.{method}"


def _belongs(value: object, module: ModuleType) -> bool:
    home = getattr(value, "__module__", None) or module.__name__
    return str(home).partition(".")[0].lstrip("_") in {
        module.__name__.partition(".")[0].lstrip("_"),
        "posix",
        "nt",
    }


def covered(catalogue: Catalogue, modules: Iterable[ModuleType]) -> tuple[set[str], set[str]]:
    """The public callables that have a row, and those that have none."""
    names = {name for module in modules for name in public_callables(module)}
    known = {name for name in names if catalogue.lookup(name) is not None}
    return known, names - known


def stdlib_modules() -> Iterator[ModuleType]:
    """The public top-level modules of the standard library that this interpreter can import."""
    # Test suites, demonstrations and modules that do something when imported are no code that a workflow calls.
    left_out = {
        "antigravity",
        "idlelib",
        "lib2to3",
        "test",
        "this",
        "turtledemo",
        "pydoc_data",
        "tkinter",
        "turtle",
    }
    for name in sorted(sys.stdlib_module_names - left_out):
        if not name.startswith("_"):
            with contextlib.suppress(ImportError):
                yield import_quietly(name)


def package_modules(catalogue: Catalogue) -> Iterator[ModuleType]:
    """The modules of installed packages that a row of the catalogue names something of."""
    names = {row.name.removesuffix(".*") for row in catalogue.rows() if "/packages/" in row.origin}
    parents = {name.rpartition(".")[0] or name for name in names} | {name.partition(".")[0] for name in names}
    for name in sorted(parents):
        with contextlib.suppress(ImportError):
            yield import_quietly(name)


def main() -> None:
    """Print the number of public callables that have a row, for the standard library and installed packages."""
    os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"  # or it asks a server for prices when it is imported
    catalogue = load_catalogue("python")
    rows = list(catalogue.rows())
    for label, folder, modules in (
        ("standard library", "stdlib", stdlib_modules()),
        ("packages", "packages", package_modules(catalogue)),
    ):
        known, unknown = covered(catalogue, modules)
        count = sum(f"/{folder}/" in row.origin for row in rows)
        sys.stdout.write(
            f"{label}: {count} rows cover {len(known)} of {len(known | unknown)} public callables\n"
        )


if __name__ == "__main__":
    main()
