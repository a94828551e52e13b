"""What a report of a mistake should tell, with what there is to know of the editor."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Final

from wflint.lsp.settings import ClientSettings, written_name
from wflint.report.debug import debug_lines
from wflint.report.summary import count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lsprotocol.types import ClientInfo

    from wflint.lsp.checker import Checked
    from wflint.lsp.positions import Encoding

DEBUG_INFORMATION: Final = "wflint.debugInformation"
"""The command that returns the text."""


def debug_information(client: ClientInfo | None, encoding: Encoding, checked: Checked | None) -> str:
    """Return what `wflint debug` prints, then the editor, its settings and what it has open.

    Args:
        client: What the editor says of itself.
        encoding: How it counts within a line.
        checked: The last check; `None` where there was none.
    """
    lines = [_client(client, encoding)]
    if checked is not None:
        projects = [each.project for each in checked.projects]
        spec = checked.task.spec
        opened = count(len(checked.task.documents), "open document")
        lines = [
            *debug_lines(projects, checked.report, Path.cwd()),
            "",
            *lines,
            f"{count(len(spec.folders), 'folder')}, {opened}",
            *_settings(spec.settings),
        ]
    return "".join(f"{line}\n" for line in lines)


def _client(client: ClientInfo | None, encoding: Encoding) -> str:
    name = " ".join(filter(None, [client.name, client.version])) if client is not None else "unknown editor"
    return f"{name}, positions in {getattr(encoding, 'value', encoding)}"


def _settings(settings: ClientSettings) -> Iterator[str]:
    """Yield the settings that are not at their defaults; what is in `options` stands with the configuration."""
    defaults = ClientSettings()
    for each in fields(ClientSettings):
        value: object = getattr(settings, each.name)
        if value != getattr(defaults, each.name) and each.name != "options":
            yield f"{written_name(each.name)} = {json.dumps(value)}"
