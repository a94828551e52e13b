from __future__ import annotations

import pytest

from wflint.errors import SourceError
from wflint.files.text import decode
from wflint.languages.python.encoding import encoding_of


@pytest.mark.parametrize(
    ("data", "encoding", "text"),
    [
        (b"", "utf-8", ""),
        (b"\xef\xbb\xbfx", "utf-8", "x"),
        (b"\xef\xbb\xbf# coding: utf-8\nx", "utf-8", "# coding: utf-8\nx"),
        ("x = 'é🎉'\n".encode(), "utf-8", "x = 'é🎉'\n"),
        (b"# coding: utf8\n", "utf-8", "# coding: utf8\n"),
        (b"# coding: utf-8-sig\n", "utf-8", "# coding: utf-8-sig\n"),
        (b"# -*- coding: latin-1 -*-\n\xe9", "iso8859-1", "# -*- coding: latin-1 -*-\né"),
        (b"#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\n\x80", "cp1252", None),
        (b"# one\r# coding: cp1252\r\x80", "cp1252", "# one\r# coding: cp1252\r€"),
        (b"# one\n# two\n# coding: ascii\n\xc3\xa9", "utf-8", "# one\n# two\n# coding: ascii\né"),
        (
            "# coding: shift_jis\nx = '漢字'".encode("shift_jis"),
            "shift_jis",
            "# coding: shift_jis\nx = '漢字'",
        ),
        ("# coding: gbk\nx = '汉'".encode("gbk"), "gbk", "# coding: gbk\nx = '汉'"),
    ],
)
def test_a_file_is_decoded_as_it_declares_and_written_back(
    data: bytes, encoding: str, text: str | None
) -> None:
    source = decode(data, "f.py", encoding_of)
    assert source.encoding == encoding
    assert source.bom == data.startswith(b"\xef\xbb\xbf")
    assert text is None or source.text == text
    assert source.encode(source.text) == data


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("x".encode("utf-16"), "is UTF-16; Python source must be UTF-8 or declare its encoding"),
        (b"\xfe\xff\0x", "is UTF-16;"),
        ("x".encode("utf-32"), "is UTF-32;"),
        (b"\0\0\xfe\xff\0\0\0x", "is UTF-32;"),
        (b"a\r\nb\0", "line 2 holds a NUL byte"),
        (b"# coding: klingon\n", "declares an encoding that Python cannot use: unknown encoding: klingon"),
        (b"# coding: hex\n", "declares an encoding that Python cannot use: 'hex' is not a text encoding"),
        (b"# coding: undefined\n", "declares an encoding that Python cannot use"),
        (b"# coding: utf-16\n", "declares the encoding utf-16, which Python does not read source in"),
        (b"\xef\xbb\xbf# coding: latin-1\n", "has a UTF-8 BOM but declares another encoding"),
        (b"\xe9\n", "line 1 is not utf-8: byte 0xe9; save the file as UTF-8 or declare its encoding"),
        (b"x = 1\ry = 2\r\n\xe9", "line 3 is not utf-8: byte 0xe9"),
        (b"\xef\xbb\xbfx\n\xff", "line 2 is not utf-8: byte 0xff"),
        (b"# coding: ascii\nx\n\xe9", "line 3 is not ascii: byte 0xe9"),
    ],
)
def test_a_file_that_python_could_not_read_is_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(SourceError) as caught:
        decode(data, "src/f.py", encoding_of)
    assert caught.value.reason.startswith(reason)
    assert str(caught.value).startswith(f"src/f.py: {reason}")
