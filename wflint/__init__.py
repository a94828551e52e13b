"""A linter and codemod tool for durable-workflow handlers; these names are its interface for programs.

They are loaded when they are first used, so that importing the package costs nothing.
"""

# Type checkers take this name for true; that of `typing` would have to be imported.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from wflint._version import __version__
    from wflint.checking.report import Report
    from wflint.errors import InternalError, WflintError
    from wflint.explaining.nodes import Explanation
    from wflint.findings import Finding, Fix, Level
    from wflint.fixes import FixResult
    from wflint.pipeline.api import Options, check, explain, fix

__all__ = [
    "Explanation",
    "Finding",
    "Fix",
    "FixResult",
    "InternalError",
    "Level",
    "Options",
    "Report",
    "WflintError",
    "__version__",
    "check",
    "explain",
    "fix",
]

_MODULES = {
    "Explanation": "wflint.explaining.nodes",
    "Finding": "wflint.findings",
    "Fix": "wflint.findings",
    "FixResult": "wflint.fixes",
    "InternalError": "wflint.errors",
    "Level": "wflint.findings",
    "Options": "wflint.pipeline.api",
    "Report": "wflint.checking.report",
    "WflintError": "wflint.errors",
    "__version__": "wflint._version",
    "check": "wflint.pipeline.api",
    "explain": "wflint.pipeline.api",
    "fix": "wflint.pipeline.api",
}
"""Where each name is defined."""


if not TYPE_CHECKING:  # which would else take any name for one of the package

    def __getattr__(name: str) -> object:
        """Load a name when it is first used (PEP 562)."""
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module  # noqa: PLC0415 - importing the package imports nothing

        value = getattr(import_module(_MODULES[name]), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    """List the names that can be loaded among those that are."""
    return sorted({*globals(), *__all__})
