// Prints what JSON makes of a sample of each type on standard input, and whether its row's templates carry it through:
// in, a JSON object of `{ encode, decode, members }` by type; out, `{ becomes, carried, plain, keeps }` by type.
import { readFileSync, statSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";

const SAMPLES = {
  "AbortController": () => new AbortController(),
  "AbortSignal": () => AbortSignal.abort(),
  "ArrayBuffer": () => new ArrayBuffer(2),
  "BigInt": () => 12n,
  "BroadcastChannel": () => {
    const channel = new BroadcastChannel("a");
    channel.close();
    return channel;
  },
  "Blob": () => new Blob(["a"]),
  "Buffer": () => Buffer.from([1, 2, 255]),
  "CompressionStream": () => new CompressionStream("gzip"),
  "CustomEvent": () => new CustomEvent("a"),
  "DOMException": () => new DOMException("no", "AbortError"),
  "DataView": () => new DataView(new ArrayBuffer(2)),
  "Date": () => new Date(1700000000123),
  "DecompressionStream": () => new DecompressionStream("gzip"),
  "Error": () => new Error("no"),
  "Event": () => new Event("a"),
  "EventTarget": () => new EventTarget(),
  "File": () => new File(["a"], "a.txt"),
  "FormData": () => new FormData(),
  "Function": () => () => 1,
  "Headers": () => new Headers({ a: "1" }),
  "Generator": () => (function* () { yield 1; })(),
  "AsyncGenerator": () => (async function* () { yield 1; })(),
  "Map": () => new Map([["a", 1]]),
  "Promise": () => Promise.resolve(1),
  "ReadableStream": () => new ReadableStream(),
  "RegExp": () => /a+/g,
  "Request": () => new Request("https://example.com"),
  "Response": () => new Response("a"),
  "Set": () => new Set([1, "a"]),
  "SharedArrayBuffer": () => new SharedArrayBuffer(2),
  "Symbol": () => Symbol("a"),
  "TextDecoder": () => new TextDecoder(),
  "TextEncoder": () => new TextEncoder(),
  "TransformStream": () => new TransformStream(),
  "URL": () => new URL("https://example.com/a?b#c"),
  "URLSearchParams": () => new URLSearchParams("a=1&a=2"),
  "WeakMap": () => new WeakMap(),
  "WeakRef": () => new WeakRef({}),
  "WeakSet": () => new WeakSet(),
  "WritableStream": () => new WritableStream(),
  "builtins.NoneType": () => null,
  "builtins.bool": () => true,
  "builtins.dict": () => ({ a: 1 }),
  "builtins.float": () => 1.5,
  "builtins.int": () => 1,
  "builtins.list": () => [1],
  "builtins.str": () => "a",
  "node:fs.Stats": () => statSync("."),
};
for (const name of ["BigInt64Array", "BigUint64Array"]) SAMPLES[name] = () => globalThis[name].of(1n, 2n);
for (const name of ["Float32Array", "Float64Array", "Int16Array", "Int32Array", "Int8Array", "Uint16Array", "Uint32Array", "Uint8Array", "Uint8ClampedArray"])
  SAMPLES[name] = () => globalThis[name].of(1, 2);

const through = (value) => {
  const text = JSON.stringify(value);
  return text === undefined ? undefined : JSON.parse(text);
};
const filled = (template, value) => new Function("value", `return ${template.replaceAll("{}", "value")}`)(value);
const kindOf = (value) =>
  value === undefined || value === null ? "builtins.NoneType" : Array.isArray(value) ? "builtins.list"
  : { string: "builtins.str", boolean: "builtins.bool", number: "builtins.float", object: "builtins.dict" }[typeof value];

const told = {};
for (const [name, row] of Object.entries(JSON.parse(readFileSync(0, "utf8")))) {
  const sample = SAMPLES[name]?.();
  if (!(name in SAMPLES)) continue;
  let becomes = "";
  try {
    becomes = kindOf(through(sample));
  } catch {
    becomes = "";
  }
  const carried = row.encode === null ? null : isDeepStrictEqual(filled(row.decode, through(filled(row.encode, sample))), sample);
  const plain = row.members.filter((each) => isDeepStrictEqual(through(sample[each]), sample[each]) && sample[each] !== undefined);
  const back = becomes === "builtins.dict" ? through(sample) : {};
  told[name] = { becomes, carried, plain, keeps: Object.keys(back).sort() };
}
process.stdout.write(JSON.stringify(told));
