"""What stands between the messages of a client: a header with the length of the next one.

Where it makes no sense, nobody knows where the next message begins. pygls would wait for ever, or ask for as many bytes as
it is told to; here the input ends, and the server with it, after it has said why.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from typing import BinaryIO, Final

_LENGTH: Final = re.compile(rb"content-length[ \t]*:(?P<length>.*)", re.IGNORECASE | re.DOTALL)
_LONGEST_LINE: Final = 4096
_LARGEST: Final = 256 * 2**20
"""Bytes of the largest message: what is read comes from a program that may be wrong."""


@dataclass(slots=True)
class CheckedInput:
    """The input of a server, which ends at a header that makes no sense.

    Attributes:
        stream: What is read.
    """

    stream: BinaryIO
    _has_length: bool = False
    _is_broken: bool = False

    def readline(self) -> bytes:
        """Return the next line of a header, its length as pygls expects it; empty at the end of the input."""
        line = b"" if self._is_broken else self.stream.readline(_LONGEST_LINE)
        if not line:
            return line
        if not line.endswith(b"\n"):
            return self._broken("a line of a header does not end")
        if not line.strip():
            return self._after_header(line)
        match = _LENGTH.fullmatch(line)
        if match is None:
            return line
        length = match["length"].strip()
        if not length.isdigit() or not 0 < int(length[:20]) <= _LARGEST:
            return self._broken(f"there is no message of the length {length[:40].decode('latin-1')!a}")
        self._has_length = True
        return b"Content-Length: %d\r\n" % int(length)

    def read(self, size: int) -> bytes:
        """Return the next message; shorter at the end of the input."""
        return self.stream.read(size)

    def close(self) -> None:
        """Close the input."""
        self.stream.close()

    def _after_header(self, line: bytes) -> bytes:
        if not self._has_length:
            return self._broken("a header does not say how long its message is")
        self._has_length = False
        return line

    def _broken(self, why: str) -> bytes:
        self._is_broken = True
        sys.stderr.write(f"wflint: error: the client sent no message of the protocol: {why}\n")
        return b""
