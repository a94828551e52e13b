"""`wflint lsp`."""

from __future__ import annotations

import click


@click.command(short_help="Run the language server.")
@click.option(
    "--tcp",
    metavar="PORT",
    type=click.IntRange(0, 65535),
    help="Listen on this port of localhost, for debugging.",
)
@click.option("--stdio", is_flag=True, help="Use standard input and output; this is the default.")
def lsp(tcp: int | None, stdio: bool) -> None:  # noqa: ARG001 - editors pass --stdio to every server
    """Run the language server: findings, fixes and explanations while you type.

    Editors start it; the page on editors in the documentation says how to set them up.
    """
    from wflint.lsp.run import serve

    serve(("127.0.0.1", tcp) if tcp is not None else None)
