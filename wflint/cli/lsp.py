"""`wflint lsp`."""

from __future__ import annotations

import click


@click.command(short_help="Serve an editor.")
@click.option(
    "--tcp",
    metavar="PORT",
    type=click.IntRange(0, 65535),
    help="Listen there instead, to look at what is sent.",
)
@click.option(
    "--stdio", is_flag=True, help="Talk on standard input and output, which is what happens anyway."
)
def lsp(tcp: int | None, stdio: bool) -> None:  # noqa: ARG001 - editors pass --stdio to every server
    """Run the language server: findings, fixes and explanations while you type.

    Editors start it; docs/editors.md says how to tell them.
    """
    from wflint.lsp.run import serve

    serve(("127.0.0.1", tcp) if tcp is not None else None)
