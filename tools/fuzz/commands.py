"""What the command line makes of some files: reports in every format, fixes as a diff, workflows as JSON."""

from __future__ import annotations

import contextlib
import io
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from zlib import crc32

from tools.fuzz.promises import Problem
from wflint.cli.main import cli
from wflint.config.settings import OutputFormat

_ERROR = 2
_ALL = ("--isolated", "--preview", "--min-level", "info")
COMMANDS = (
    *(("check", "--no-cache", *_ALL, "--output-format", each.value) for each in OutputFormat),
    ("fix", "--diff", "--unsafe", *_ALL),
    ("explain", "--isolated"),
    ("explain", "--isolated", "--output-format", "json", "--verbose"),
)


def look_at_command(files: Mapping[str, bytes]) -> Iterator[Problem]:
    """Run one of the commands, which the contents of the files decide."""
    command = COMMANDS[crc32(b"".join(files.values())) % len(COMMANDS)]
    with tempfile.TemporaryDirectory() as folder:
        for path, data in files.items():
            Path(folder, path).write_bytes(data)
        output, errors = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
            try:
                code = cli.main([*command, folder], standalone_mode=False)
            except SystemExit as ended:
                code = ended.code
    told = errors.getvalue()
    if "internal error" in told or "Traceback" in told:
        yield Problem("no internal error is told", command[0], told)
    elif code == _ERROR and not told and not output.getvalue():
        yield Problem("an exit code of 2 is explained", " ".join(command))
