"""What the grammar misreads is repaired: our tree agrees with that of TypeScript's own compiler."""

from __future__ import annotations

from pathlib import Path

import pytest
from oracle import Place, compiled, is_installed, own

from wflint.languages.typescript.grammar import Offsets
from wflint.languages.typescript.repair import first_error, parse_repaired

needs_compiler = pytest.mark.skipif(
    not is_installed(), reason="TypeScript's compiler is not installed: run `npm ci` in tests/node"
)
ROOT = Path(__file__).parents[3]
Compared = tuple[set[Place], set[Place] | None]
"""What we see in a text, and what the compiler does."""
MISREAD = {
    "awaited call with types": "const a = await context.call<Order[]>('n', { url })",
    "awaited call with types and comments": "const a = await run/* one */<Order>/* two */(1)",
    "negated call with types": "const a = !isA<B>(c) || d + f<E>(g)",
    "call of an await": "(await client())<Order>(1)",
    "tag with a type": "const n = sql<number>`count(*)`",
    "tag with a list": "const rows = await db.$queryRaw<Row[]>`select ${id}`",
    "tag with an object": "const rows = await db.sql<{ id: string; at: Date }[]>`select 1`",
    "tag with an inner type": "sql<Map<string, () => void>>`a`",
    "type of an import": "const m = load<typeof import('./m')>('./m')",
    "an imported type": "const a = f(b) ? c['d'] as import('./m').Set<string>[] : []",
    "an abstract member that overrides": "abstract class A extends B { abstract override readonly id: string; abstract x(): void }",
    "not null behind a comparison": "const a = b >= c!",
    "not null behind and": "const a = b && c.d!",
    "not null behind an await": "const a = (await b())! + await c!",
    "exported types": "export type * from './types'",
    "how a type varies": "interface A<out B extends object, in C, in out D = B> { b: B }",
    "how a type varies, with comments": "type A<\n  // made\n  out B,\n  /** used */\n  in C = B,\n> = (c: C) => B",
    "generic arrow": "const f = async <T,>(x: T): Promise<T> => { return x }",
    "a template that an arrow gives": "serve<{ a: string }>(async (c) => f(await c.run('n', () => `x ${c.a}`)))",
    "a comparison": "if (a < b || c > d) f(`x`)",
    "a template in a template": "f(`a ${g(`b ${c}`)} > \\``)",
    "a comment": "// x<T>`a`\nf() /* y<T>`b` */",
    "using nothing": "for (const a of await b<T>()) await a.run<void>()",
}


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Compared]:
    """Return what both see in each text; the compiler starts once for all."""
    folder = tmp_path_factory.mktemp("misread")
    paths = {name: folder / f"probe_{number}.ts" for number, name in enumerate(MISREAD)}
    for name, path in paths.items():
        path.write_text(MISREAD[name])
    others = compiled(paths.values())
    return {name: (own(path), others[path]) for name, path in paths.items()}


@pytest.mark.parametrize("name", MISREAD)
def test_what_the_grammar_misreads_parses(name: str) -> None:
    assert first_error(parse_repaired(MISREAD[name].encode(), jsx=False).tree) is None


@needs_compiler
@pytest.mark.parametrize("name", MISREAD)
def test_what_the_grammar_misreads_is_read_as_the_compiler_does(name: str, seen: dict[str, Compared]) -> None:
    own_places, compiler_places = seen[name]
    assert own_places == compiler_places


@needs_compiler
def test_the_trees_of_the_extension_agree() -> None:
    paths = sorted((ROOT / "editors" / "vscode").glob("*.[mc]js")) + sorted(
        (ROOT / "editors/vscode/src").glob("*.ts")
    )
    ascii_only = [path for path in paths if path.read_bytes().isascii()]
    assert ascii_only
    expected = compiled(ascii_only)
    assert {path: own(path) for path in ascii_only} == expected


def test_elements_may_hold_an_ampersand() -> None:
    assert first_error(parse_repaired(b"const a = <p>Terms & Conditions</p>", jsx=True).tree) is None


def test_a_repair_changes_no_length() -> None:
    data = "const ü = await f<Größe>(`é`) // ß".encode()
    assert len(parse_repaired(data, jsx=False).data) == len(data)


def test_offsets_count_characters() -> None:
    text = "a é \N{GRINNING FACE} z"
    offsets = Offsets.of(text)
    places = [len(text[:place].encode()) for place in range(len(text))]
    assert [offsets.character(byte) for byte in places] == list(range(len(text)))
