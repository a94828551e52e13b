"""The command group. A command is loaded when it is asked for, and imports what it needs when it runs."""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Final

import click

from wflint._version import __version__
from wflint.cli.colored_help import ColoredContext, wanted_color
from wflint.cli.conventions import (
    EXIT_CLEAN,
    EXIT_ERROR,
    EXIT_INTERRUPTED,
    EXIT_NO_READER,
    tell_errors,
    visible,
)
from wflint.errors import UsageError, WflintError, internal_error
from wflint.public_home import DOCUMENTATION

if TYPE_CHECKING:
    from collections.abc import Mapping

_COMMANDS: Final = (
    "check",
    "fix",
    "explain",
    "init",
    "rule",
    "engines",
    "config",
    "baseline",
    "lsp",
    "mcp",
    "clean",
    "completion",
    "debug",
)
"""Each stands in the module of its name; the first are those that most people need."""
_EPILOG: Final = f"""\b
Examples:
  wflint check src   Report the mistakes in a folder.
  wflint rule WF101  Explain one of them.

Documentation: {DOCUMENTATION}
"""


class _NoReaderError(Exception):
    """Nobody reads the output any more."""


class _Group(click.Group):
    """A group that loads a command when it is asked for.

    It leaves it to `main` what a reader that is gone means; Click gives the exit code of findings.
    """

    context_class = ColoredContext

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - they are always the same
        """Return the names of the commands."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - same
        """Return a command; `None` where there is none of the name."""
        return _command(cmd_name) if cmd_name in _COMMANDS else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that arguments begin with.

        Raises:
            UsageError: They begin with something that another command takes.
        """
        given = args[0]
        if given not in _COMMANDS:
            _offer_command_for(given)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """Run a command.

        Raises:
            _NoReaderError: Nobody reads the output any more.
        """
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise _NoReaderError from error


@click.group(
    cls=_Group,
    epilog=_EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, "-V", "--version", prog_name="wflint", message="%(prog)s %(version)s")
def cli() -> None:
    """Find and fix mistakes that make durable workflows misbehave when their handlers are replayed."""


def commands() -> Mapping[str, click.Command]:
    """Return all commands by their names."""
    return {name: _command(name) for name in _COMMANDS}


def _command(name: str) -> click.Command:
    command: click.Command = getattr(import_module(f"wflint.cli.{name}"), name)
    command.context_class = ColoredContext
    return command


def _offer_command_for(given: str) -> None:
    """Name the command that takes what stands in the place of one, or that was meant by it.

    Raises:
        UsageError: It is no option, so it was meant for one of the commands.
    """
    from wflint.rules import find_rule

    if find_rule(given) is not None:
        raise UsageError(f"`{given}` is a rule, not a command; `wflint rule {given}` explains it")
    if os.path.exists(given):  # noqa: PTH110 - text of any kind, which need not be a path
        raise UsageError(f"`{given}` is a path, not a command; `wflint check {given}` checks it")
    if not given.startswith("-"):
        from wflint.tables import did_you_mean

        meant = did_you_mean(given, _COMMANDS, "; `wflint --help` lists the commands")
        raise UsageError(f"there is no command `{given}`{meant}")


def main() -> None:
    """Run the command line; what is wrong with the input is said in one line, without a traceback."""
    from wflint.pipeline.limits import on_deep_stack

    try:
        code = on_deep_stack(_run)
    except KeyboardInterrupt:
        code = EXIT_INTERRUPTED
    finally:
        # The process ends, and Python need not look over all that is left.
        gc.freeze()
    sys.exit(code)


def _run() -> int:
    """Run a command, and return the exit code of the process."""
    from wflint.pipeline.limits import analysis_limits

    if sys.stdout is None:  # pyright: ignore[reportUnnecessaryComparison] - where it was closed beforehand
        tell_errors([UsageError("standard output is closed")])
        return EXIT_ERROR
    try:
        with analysis_limits():
            code = cli(prog_name="wflint", standalone_mode=False, color=wanted_color())
        sys.stdout.flush()
    except click.Abort:
        return EXIT_INTERRUPTED
    except click.ClickException as error:
        vars(error)["message"] = visible(error.message, sys.stderr)  # declared final
        error.show()
        return error.exit_code
    except SystemExit as end:
        return _flushed(end.code if isinstance(end.code, int) else EXIT_ERROR)
    except WflintError as error:
        tell_errors([error])
        return EXIT_ERROR
    except _NoReaderError:
        return _cannot_write(BrokenPipeError())
    except OSError as error:
        return _cannot_write(error)
    except Exception as error:  # noqa: BLE001 - whatever it is, it must not look like findings
        tell_errors([internal_error(error, "run this command", path="")])
        return EXIT_ERROR
    return code if isinstance(code, int) else EXIT_CLEAN


def _flushed(code: int) -> int:
    """Write what is left of the output, which the language server has closed, and return the exit code."""
    try:
        if not sys.stdout.closed:
            sys.stdout.flush()
    except OSError as error:
        return _cannot_write(error)
    return code


def _cannot_write(error: OSError) -> int:
    """Say why there is no more output, and keep Python from trying again when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if isinstance(error, BrokenPipeError):
        return EXIT_NO_READER  # whoever read the output has seen enough (`wflint check | head`)
    tell_errors([WflintError(str(error))])
    return EXIT_ERROR
