"""Writes repositories as the benchmark checks them: many files of ordinary code, and handlers in one of a hundred.

Everything is drawn with a fixed seed, so that each run measures the same files.
"""

from __future__ import annotations

import random
import subprocess
from dataclasses import dataclass
from itertools import cycle
from typing import TYPE_CHECKING, Final

from corpus import originals, renamed
from typescript import correct_handlers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

SEED: Final = 18
_HANDLERS: Final = 0.01
"""The share of files with handlers."""
_IN_A_FOLDER: Final = 12
_NOUNS: Final = (
    "account", "address", "basket", "campaign", "carrier", "charge", "contract", "coupon", "customer", "delivery", "device",
    "discount", "employee", "event", "feature", "invoice", "item", "journal", "ledger", "license", "message", "order",
    "parcel", "partner", "payment", "permission", "plan", "product", "profile", "quota", "receipt", "refund", "region",
    "report", "review", "session", "shipment", "stock", "subscription", "supplier", "tariff", "tenant", "ticket", "voucher",
)  # fmt: skip
_VERBS: Final = (
    "apply",
    "build",
    "collect",
    "create",
    "find",
    "load",
    "merge",
    "open",
    "parse",
    "prepare",
    "score",
    "update",
)
_FIELDS: Final = (
    "amount",
    "code",
    "count",
    "currency",
    "grade",
    "label",
    "limit",
    "name",
    "owner",
    "price",
    "state",
    "weight",
)
"""None of them a name that the code below uses as well: Python takes no two parameters of one name."""

_CLASS: Final = '''

@dataclass
class {Noun}{number}:
    """A {noun}, as the {other} service keeps it."""

    key: str
    {field}: int = 0
    tags: list[str] = field(default_factory=list)
    parent: {Noun}{number} | None = None

    def {verb}(self, factor: int = {small}) -> int:
        """Return what the {noun} comes to."""
        total = self.{field} * factor
        for position, tag in enumerate(self.tags):
            if tag.startswith("{other}"):
                total += position + {small}
            elif not tag:
                continue
        return total if self.parent is None else total + self.parent.{verb}(factor - 1)

    @property
    def is_{field}_set(self) -> bool:
        return bool(self.{field}) and self.key not in LIMITS
'''
_FUNCTION: Final = '''

def {verb}_{noun}_{number}(rows: Iterable[Mapping[str, str]], *, {field}: int = {large}) -> dict[str, int]:
    """Count the rows of each {noun}, up to a limit."""
    found: dict[str, int] = {{}}
    for row in rows:
        try:
            key, value = row["{noun}_id"], int(row.get("{field}", "0"))
        except (KeyError, ValueError) as error:
            logger.warning("no {noun} in %r: %s", row, error)
            continue
        if value > {field} or key in found:
            found[key] = min(found.get(key, 0) + value, {field})
        else:
            found[key] = value
    return {{key: value for key, value in sorted(found.items()) if value >= LIMITS["{noun}"]}}
'''
_STORE: Final = '''

class {Noun}Store{number}:
    """Keeps each {noun} in a table of the {other} database."""

    def __init__(self, connection: Any, table: str = "{noun}s") -> None:
        self._connection = connection
        self._table = table
        self._cache: dict[str, dict[str, Any]] = {{}}

    def {verb}(self, key: str) -> dict[str, Any] | None:
        if key in self._cache:
            return self._cache[key]
        with self._connection.cursor() as cursor:
            cursor.execute(f"SELECT key, {field}, state FROM {{self._table}} WHERE key = %s", (key,))
            row = cursor.fetchone()
        if row is None:
            return None
        self._cache[key] = dict(zip(("key", "{field}", "state"), row, strict=True))
        return self._cache[key]

    def save(self, key: str, {field}: int) -> None:
        """Write the {field} of a {noun}; the next workflow step of the {other} reads it."""
        with self._connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {{self._table}} SET {field} = %s, changed = %s WHERE key = %s",
                ({field}, datetime.now(timezone.utc), key),
            )
        self._cache.pop(key, None)
'''
_HEAD: Final = '''"""The {noun} of the {other} service."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any
{imports}
logger = logging.getLogger(__name__)
LIMITS = {{"{noun}": {small}, "{other}": {large}}}
'''
_TEST: Final = """

def test_{verb}_{noun}_{number}() -> None:
    rows = [{{"{noun}_id": "a", "{field}": "{small}"}}, {{"{noun}_id": "b", "{field}": "x"}}, {{"{field}": "1"}}]
    found = [row for row in rows if row.get("{noun}_id")]
    assert len(found) == 2, found
    assert found[0]["{field}"] == str({small})
"""

_TS_HEAD: Final = """import {{ z }} from "zod";
import type {{ Logger }} from "pino";
{imports}
const limits: Record<string, number> = {{ {noun}: {small}, {other}: {large} }};
"""
_TS_TYPE: Final = """
export interface {Noun}{number} {{
  key: string;
  {field}: number;
  tags?: string[];
  parent?: {Noun}{number} | null;
}}

export const {noun}Schema{number} = z.object({{ key: z.string(), {field}: z.number().min({small}) }});

export class {Noun}Service{number} {{
  private readonly cache = new Map<string, {Noun}{number}>();

  constructor(private readonly logger: Logger, private readonly table = "{noun}s") {{}}

  async {verb}(key: string, load: (key: string) => Promise<{Noun}{number} | undefined>): Promise<{Noun}{number} | undefined> {{
    const known = this.cache.get(key);
    if (known !== undefined) {{
      return known;
    }}
    const found = await load(`${{this.table}}/${{key}}`);
    if (found === undefined || found.{field} > limits["{noun}"]) {{
      this.logger.warn({{ key }}, "no {noun} of the {other} workflow");
      return undefined;
    }}
    this.cache.set(key, found);
    return found;
  }}
}}
"""
_TS_FUNCTION: Final = """
export function {verb}{Noun}{number}(rows: ReadonlyArray<{{ key: string; {field}?: number }}>, limit = {large}): Map<string, number> {{
  const found = new Map<string, number>();
  for (const {{ key, {field} = 0 }} of rows) {{
    const total = (found.get(key) ?? 0) + {field};
    if (total > limit) {{
      continue;
    }}
    found.set(key, Math.min(total, limits["{noun}"] ?? {small}));
  }}
  return new Map([...found].filter(([, value]) => value >= {small}));
}}
"""


@dataclass(frozen=True)
class Style:
    """How the files of a language are written.

    Attributes:
        suffix: What their names end with.
        head: What they begin with.
        parts: What follows, in any number.
        own_import: How one file imports another one of its folder.
        handlers: Gives texts with handlers, without end.
        project_file: What stands in the repository's own folder, by name.
    """

    suffix: str
    head: str
    parts: tuple[str, ...]
    own_import: str
    handlers: Callable[[], Iterator[str]]
    project_file: tuple[str, str]


def _python_handlers() -> Iterator[str]:
    for number, (_, text) in enumerate(cycle(originals(correct=True))):
        yield renamed(text, number)


def _typescript_handlers() -> Iterator[str]:
    for _, text in cycle(correct_handlers()):
        yield text


PYTHON: Final = Style(
    ".py",
    _HEAD,
    (_CLASS, _FUNCTION, _STORE, _FUNCTION, _TEST),
    "from .{module} import LIMITS as {module}_limits\n",
    _python_handlers,
    ("pyproject.toml", '[project]\nname = "shop"\nversion = "1"\n'),
)
TYPESCRIPT: Final = Style(
    ".ts",
    _TS_HEAD,
    (_TS_TYPE, _TS_FUNCTION, _TS_FUNCTION),
    'import * as {module}Module from "./{module}";\n',
    _typescript_handlers,
    ("package.json", '{ "name": "shop", "type": "module" }\n'),
)


def write_repository(target: Path, files: int, style: Style) -> list[Path]:
    """Write a repository under version control, and return its files; those with handlers are spread over it.

    Args:
        target: Where to.
        files: How many files it has.
        style: The language of the files.
    """
    draw = random.Random(SEED)  # noqa: S311 - no secret
    handlers = style.handlers()
    with_handlers = set(draw.sample(range(files), max(int(files * _HANDLERS), 1)))
    written: list[Path] = []
    folder, names = target, list[str]()
    for number in range(files):
        if number % _IN_A_FOLDER == 0:
            folder = (
                target / "services" / draw.choice(_NOUNS) / f"{draw.choice(_VERBS)}_{number // _IN_A_FOLDER}"
            )
            folder.mkdir(parents=True)
            names = []
        if number in with_handlers:
            name, text = f"workflow_{number}", next(handlers)
        else:
            name, text = f"{draw.choice(_NOUNS)}_{number}", ordinary(draw, style, names)
        path = folder / f"{name}{style.suffix}"
        path.write_text(text, encoding="utf-8")
        written.append(path)
        names.append(name)
    name, text = style.project_file
    (target / name).write_text(text, encoding="utf-8")
    (target / ".gitignore").write_text("__pycache__/\nnode_modules/\n*.log\n", encoding="utf-8")
    _commit_all(target)
    return written


def ordinary(draw: random.Random, style: Style, beside: list[str]) -> str:
    """Return the text of a file without handlers, which imports up to two that are beside it."""
    noun, other = draw.sample(_NOUNS, 2)
    imported = draw.sample(beside, min(len(beside), draw.randrange(3)))
    imports = "".join(
        style.own_import.format(module=each) for each in imported if not each.startswith("workflow")
    )
    common = {"noun": noun, "Noun": noun.capitalize(), "other": other}
    parts = [
        style.head.format(
            imports=imports, small=draw.randrange(2, 9), large=draw.randrange(50, 999), **common
        )
    ]
    for number in range(draw.randrange(1, 8)):
        parts.append(
            draw.choice(style.parts).format(
                number=number,
                verb=draw.choice(_VERBS),
                field=draw.choice(_FIELDS),
                small=draw.randrange(2, 9),
                large=draw.randrange(50, 999),
                **common,
            )
        )
    return "".join(parts)


def _commit_all(folder: Path) -> None:
    """Put a folder under version control, as it is."""
    git = ("git", "-C", str(folder), "-c", "user.name=bench", "-c", "user.email=bench@example.org")
    for command in (
        ("init", "--quiet"),
        ("add", "--all"),
        ("commit", "--quiet", "--message", "as generated"),
    ):
        subprocess.run([*git, *command], check=True)
