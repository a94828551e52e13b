"""The command group. Commands import what they need when they run, so that `--version` and `--help` stay quick."""

from __future__ import annotations

import gc
import sys

import click

from wflint._version import __version__
from wflint.cli.baseline import baseline
from wflint.cli.check import check
from wflint.cli.completion import completion
from wflint.cli.conventions import EXIT_ERROR, tell_errors
from wflint.cli.engines import engines
from wflint.cli.explain import explain
from wflint.cli.fix import fix
from wflint.cli.lsp import lsp
from wflint.cli.rule import rule
from wflint.errors import WflintError


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
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
    from wflint.pipeline.limits import analysis_limits

    with analysis_limits():
        try:
            cli(prog_name="wflint", standalone_mode=True)
        except WflintError as error:
            tell_errors([error])
            sys.exit(EXIT_ERROR)
        except BrokenPipeError:
            # Whoever read the output has seen enough (`wflint check | head`).
            sys.stderr.close()
            sys.exit(EXIT_ERROR)
        finally:
            # The process ends, and Python need not look over all that is left.
            gc.freeze()
