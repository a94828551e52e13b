"""Specifiers: the names by which code imports modules."""

from __future__ import annotations

from typing import Final

_OF_NODE: Final = frozenset(
    [
        "assert",
        "async_hooks",
        "buffer",
        "child_process",
        "cluster",
        "console",
        "constants",
        "crypto",
        "dgram",
        "diagnostics_channel",
        "dns",
        "domain",
        "events",
        "fs",
        "http",
        "http2",
        "https",
        "inspector",
        "module",
        "net",
        "os",
        "path",
        "perf_hooks",
        "process",
        "punycode",
        "querystring",
        "readline",
        "repl",
        "stream",
        "string_decoder",
        "timers",
        "tls",
        "trace_events",
        "tty",
        "url",
        "util",
        "v8",
        "vm",
        "wasi",
        "worker_threads",
        "zlib",
    ]
)
"""The modules of Node, which code may import with or without `node:` before the name."""


def in_one_spelling(specifier: str) -> str:
    """Return a specifier; that of a module of Node begins with `node:`, however the code writes it."""
    return f"node:{specifier}" if specifier.partition("/")[0] in _OF_NODE else specifier
