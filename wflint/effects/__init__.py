"""What calls into the standard library and third-party packages do, as data.

The rows are TOML files in a folder a language, one a top-level module: `python/stdlib/time.toml`,
`python/packages/httpx.toml`, `javascript/packages/upstash-redis.toml`. Modules that need only a row or two share an
`others.toml`. A file is read when a name below its module is first looked up, a row is parsed when it is the answer, so
the catalogue's size costs nothing at start-up.

A name of JavaScript begins with the module as an import spells it, always with `node:` for those of Node, and without a
module for globals. `new X()` is `X.new`; the members of what it makes are below `X`.
"""

from __future__ import annotations

from wflint.effects.catalogue import Catalogue, load_catalogue
from wflint.effects.row import (
    Access,
    ArgumentCondition,
    CalledWhen,
    DurationUnit,
    EffectKind,
    Row,
    RuntimeVersion,
)

__all__ = [
    "Access",
    "ArgumentCondition",
    "CalledWhen",
    "Catalogue",
    "DurationUnit",
    "EffectKind",
    "Row",
    "RuntimeVersion",
    "load_catalogue",
]
