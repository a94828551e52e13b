"""The command group. Commands import what they need when they run, so that `--version` and `--help` stay quick."""

from __future__ import annotations

import gc
import os
import sys

import click

from wflint._version import __version__
from wflint.cli.baseline import baseline
from wflint.cli.check import check
from wflint.cli.completion import completion
from wflint.cli.conventions import (
    EXIT_CLEAN,
    EXIT_ERROR,
    EXIT_INTERRUPTED,
    EXIT_NO_READER,
    tell_errors,
)
from wflint.cli.engines import engines
from wflint.cli.explain import explain
from wflint.cli.fix import fix
from wflint.cli.lsp import lsp
from wflint.cli.rule import rule
from wflint.errors import UsageError, WflintError


class _NoReaderError(Exception):
    """Nobody reads the output any more."""


class _Group(click.Group):
    """A group that leaves it to `main` what a reader that is gone means; Click gives the exit code of findings."""

    def invoke(self, ctx: click.Context) -> object:
        """Run a command.

        Raises:
            _NoReaderError: Nobody reads the output any more.
        """
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise _NoReaderError from error


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, "-V", "--version", prog_name="wflint", message="%(prog)s %(version)s")
def cli() -> None:
    """Find mistakes in durable-workflow handlers that make them misbehave when they are replayed."""


cli.add_command(baseline)
cli.add_command(check)
cli.add_command(completion)
cli.add_command(engines)
cli.add_command(explain)
cli.add_command(fix)
cli.add_command(lsp)
cli.add_command(rule)


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

    try:
        if sys.stdout is None:  # pyright: ignore[reportUnnecessaryComparison] - where it was closed beforehand
            raise UsageError("standard output is closed")
        with analysis_limits():
            code = cli(prog_name="wflint", standalone_mode=False)
        sys.stdout.flush()
    except click.Abort:
        return EXIT_INTERRUPTED
    except click.ClickException as error:
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
