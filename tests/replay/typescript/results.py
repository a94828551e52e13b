"""What step functions return, and what becomes of it: expression by expression."""

from __future__ import annotations

from typing import Any

from .outcome import Absent

UNDEFINED = Absent.UNDEFINED

CHANGED: dict[str, tuple[str, Any]] = {
    "date": ("new Date(0)", "1970-01-01T00:00:00.000Z"),
    "invalid date": ("new Date(NaN)", None),
    "url": ('new URL("https://shop.test")', "https://shop.test/"),
    "boxed number": ("Object(1)", 1),
    "own toJSON": ('({ toJSON: () => "1.5" })', "1.5"),
    "map": ("new Map([[1, 2]])", {}),
    "set": ("new Set([1])", {}),
    "weak map": ("new WeakMap()", {}),
    "regular expression": ("/x/", {}),
    "error": ('new Error("x")', {}),
    "response": ('new Response("x")', {}),
    "headers": ("new Headers({ a: 'b' })", {}),
    "form data": ("new FormData()", {}),
    "search parameters": ('new URLSearchParams("a=b")', {}),
    "blob": ('new Blob(["x"])', {}),
    "file": ('new File(["x"], "x.txt")', {}),
    "writable stream": ("new WritableStream()", {}),
    "abort controller": ("new AbortController()", {}),
    "event": ('new Event("x")', {}),
    "array buffer": ("new ArrayBuffer(2)", {}),
    "iterator": ("[1].values()", {}),
    "generator": ("(function* () { yield 1; })()", {}),
    "private fields": ("new (class { #x = 1; x() { return this.#x; } })()", {}),
    "typed array": ("new Uint8Array([1, 2])", {"0": 1, "1": 2}),
    "buffer": ('Buffer.from("A")', {"type": "Buffer", "data": [65]}),
    "instance": ("new (class { x = 1; get y() { return 2; } z() {} })()", {"x": 1}),
    "undefined": ("undefined", UNDEFINED),
    "function": ("() => 1", UNDEFINED),
    "class": ("class {}", UNDEFINED),
    "symbol": ('Symbol("x")', UNDEFINED),
    "undefined property": ("({ a: undefined, b: 1 })", {"b": 1}),
    "function property": ("({ a() {}, b: 1 })", {"b": 1}),
    "undefined in an array": ("[undefined, 1]", [None, 1]),
    "hole": ("[, 1]", [None, 1]),
    "not a number": ("NaN", None),
    "infinity": ("-Infinity", None),
    "negative zero": ("[-0]", [0]),
    "symbol key": ('({ [Symbol("a")]: 1 })', {}),
    "own getter": ("({ get a() { return 1; } })", {"a": 1}),
    "promise property": ("({ a: Promise.resolve(1) })", {"a": {}}),
    "array of promises": ("[1, 2].map(async (n) => n)", [{}, {}]),
    "nested date": ("[{ at: new Date(0) }]", [{"at": "1970-01-01T00:00:00.000Z"}]),
}

UNCHANGED: dict[str, tuple[str, Any]] = {
    "null": ("null", None),
    "boolean": ("true", True),
    "integer": ("7", 7),
    "fraction": ("1.5", 1.5),
    "digits": ('"123"', "123"),
    "null as text": ('"null"', "null"),
    "json as text": ("'{\"a\": 1}'", '{"a": 1}'),
    "empty text": ('""', ""),
    "nested": ("({ a: [1, { b: null }] })", {"a": [1, {"b": None}]}),
    "awaited": ("Promise.resolve([1])", [1]),
}

REJECTED: dict[str, tuple[str, str]] = {
    "big integer": ("1n", "TypeError: Do not know how to serialize a BigInt"),
    "nested big integer": ("({ a: [1n] })", "TypeError: Do not know how to serialize a BigInt"),
    "circle": (
        "(() => { const a: any[] = []; a.push(a); return a; })()",
        "TypeError: Converting circular structure to JSON",
    ),
}

_HANDLER = """
import {{ serve }} from "@upstash/workflow/nextjs";

export const {{ POST }} = serve(async (context) => {{
  const result = await context.run("work", () => {{
    console.log("work");
    return ({expression}) as any;
  }});
  await context.run("look", () => [typeof result, result]);
  return result;
}});
"""


def returning(expression: str) -> str:
    """Return the source of a handler whose first step returns `expression`."""
    return _HANDLER.format(expression=expression)
