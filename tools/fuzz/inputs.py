"""Where the inputs of a campaign come from."""

from __future__ import annotations

import sysconfig
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from random import Random

from tools.fuzz.generated import generated_modules
from tools.fuzz.handlers import as_handlers
from tools.fuzz.mutations import mutated

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = (ROOT / "fixtures", ROOT / "tests" / "replay")
NODE_PACKAGES = ROOT / "tests" / "node" / "node_modules"
PYTHON = (".py",)
TYPESCRIPT = (".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs")
_USES = 4
"""How often a generated module is used: to make one takes longer than to try it."""
LARGEST = 60_000
"""Bytes of a file that is taken from elsewhere; `make bench-growth` looks at large ones."""


BLOCK = 40
"""How many inputs in a row are of one kind: it takes a while until a grammar gives the first module."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Which block an input is in, and which of its inputs it is."""

    block: int
    number: int


@dataclass(frozen=True, slots=True)
class Input:
    """Some files to try.

    Attributes:
        kind: Where they come from.
        origin: What they were made from.
        files: Their contents, by relative paths.
    """

    kind: str
    origin: str
    files: Mapping[str, bytes]


@dataclass
class Inputs:
    """Makes the inputs of a campaign, one for each number.

    Attributes:
        seed: Decides, with the number, what becomes of an input.
        kinds: The kinds to choose from.
    """

    seed: int
    kinds: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        unknown = set(self.kinds) - set(_KINDS)
        if unknown:
            raise ValueError(f"there are no inputs of the kind {min(unknown)}; there are {', '.join(_KINDS)}")

    def make(self, number: int) -> Input:
        """Make the input of a number; those of a block are of one kind."""
        block, place = divmod(number, BLOCK)
        names = self.kinds or tuple(_KINDS)
        kind = _random(self.seed, "kind", block).choices(names, [_KINDS[name].share for name in names])[0]
        return _KINDS[kind].make(self, _random(self.seed, number), _Place(block, place))

    def usual(self) -> list[Input]:
        """Return a fixture of each language as it stands."""
        paths = [group[0] for group in self.fixtures.values()]
        return [Input("usual", _shown(path), {f"app{path.suffix}": path.read_bytes()}) for path in paths]

    @cached_property
    def fixtures(self) -> Mapping[tuple[str, ...], list[Path]]:
        """Return the files with handlers, by the suffixes of their language."""
        return {
            suffixes: [path for folder in FIXTURES for path in _files(folder, suffixes)]
            for suffixes in (PYTHON, TYPESCRIPT)
        }

    @cached_property
    def stdlib_tests(self) -> list[Path]:
        """Return the test suite of the standard library, as far as it is installed."""
        return _files(Path(sysconfig.get_path("stdlib")) / "test", PYTHON)

    @cached_property
    def packages(self) -> list[Path]:
        """Return the sources of what is installed beside wflint."""
        return _files(Path(sysconfig.get_path("purelib")), PYTHON)

    @cached_property
    def node_packages(self) -> list[Path]:
        """Return the sources of the npm packages that the tests need."""
        return _files(NODE_PACKAGES.resolve(), TYPESCRIPT)

    def generated(self, random: Random, place: _Place) -> Input:
        """Take a module that a grammar has made, as it is or as the body of a handler."""
        modules = _generated(self.seed, place.block)
        text = modules[place.number % len(modules)]
        return Input("generated", "hypothesmith", _python(as_handlers(text, ".py", random)))

    def mutated(self, random: Random, _: _Place) -> Input:
        """Change a fixture here and there, with pieces of others in its language."""
        suffixes = random.choice((PYTHON, PYTHON, TYPESCRIPT))
        path, *others = random.choices(self.fixtures[suffixes], k=3)
        text = mutated(_text(path), [_text(each) for each in others], path.suffix, random)
        return Input("mutated", _shown(path), {f"app{path.suffix}": _encoded(text)})

    def stdlib(self, random: Random, _: _Place) -> Input:
        """Take a file of the standard library's tests, its functions as workflows."""
        return _foreign("stdlib", random.choice(self.stdlib_tests), random)

    def installed(self, random: Random, _: _Place) -> Input:
        """Take a file of an installed package, its functions as workflows."""
        return _foreign("installed", random.choice(self.packages), random)

    def npm(self, random: Random, _: _Place) -> Input:
        """Take a file of an npm package, with a handler that calls its functions."""
        return _foreign("npm", random.choice(self.node_packages), random)


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of inputs, and its share of them."""

    make: Callable[[Inputs, Random, _Place], Input]
    share: int


_KINDS: Mapping[str, _Kind] = {
    "generated": _Kind(Inputs.generated, 8),
    "mutated": _Kind(Inputs.mutated, 60),
    "stdlib": _Kind(Inputs.stdlib, 5),
    "installed": _Kind(Inputs.installed, 8),
    "npm": _Kind(Inputs.npm, 7),
}
KINDS = tuple(_KINDS)


@lru_cache(maxsize=1)
def _generated(seed: int, block: int) -> list[str]:
    return generated_modules(f"{seed}/{block}", BLOCK // _USES)


def _random(*parts: object) -> Random:
    return Random("/".join(map(str, parts)))  # noqa: S311 - so that a campaign can be run again


def _foreign(kind: str, path: Path, random: Random) -> Input:
    text = as_handlers(_text(path), path.suffix, random)
    return Input(kind, _shown(path), {f"app{path.suffix}": _encoded(text)})


def _python(text: str) -> dict[str, bytes]:
    return {"app.py": _encoded(text)}


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _text(path: Path) -> str:
    return path.read_text("utf-8", errors="replace")


def _shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else "/".join(path.parts[-3:])


def _files(folder: Path, suffixes: tuple[str, ...]) -> list[Path]:
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix in suffixes
        and not path.name.endswith((".d.ts", ".d.mts", ".d.cts"))
        and path.is_file()
        and path.stat().st_size <= LARGEST
    )
