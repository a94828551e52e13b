// Prints what this Node has, as JSON: every function and class that code reaches from a global or a module of Node, and
// what the names on standard input, one a line, stand for (`null` where there is no such thing).
//
// Names are spelled as the effect catalogue spells them: modules with `node:`, members of a class's instances below the
// class, `new` for constructing it, and the primitive types by the ids that they have in every language.
import { readFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { builtinModules } from "node:module";
import { isConstructor, kindAt, kindOf, valueOf } from "./names.mjs";

process.removeAllListeners("warning"); // what Node deprecates is not our concern

const PRIMITIVES = {
  "builtins.str": String,
  "builtins.float": Number,
  "builtins.int": BigInt,
  "builtins.bool": Boolean,
  "builtins.list": Array,
  "builtins.dict": Object,
};
const handle = await open(process.execPath);
// Classes that Node does not export: an instance shows what they have.
const timer = setTimeout(() => {}, 0);
const HIDDEN = { "node:fs/promises.FileHandle": handle, "node:timers.Timeout": timer };
// What getters of these classes give is a function.
const MADE = new Map([Intl.DateTimeFormat, Intl.NumberFormat].map((each) => [each, new each()]));
const OF_EVERY_FUNCTION = new Set(["length", "name", "prototype", "arguments", "caller", "constructor"]);
const DEPTH = 3;

async function rootOf(name) {
  if (!name.startsWith("node:")) return name in globalThis ? { value: globalThis[name] } : undefined;
  try {
    return { value: (await import(name)).default };
  } catch {
    return undefined;
  }
}

/** What a qualified name stands for. */
async function resolve(name) {
  const hidden = Object.keys({ ...HIDDEN, ...PRIMITIVES }).find((each) => name === each || name.startsWith(`${each}.`));
  const root = hidden ?? name.match(/^[^.]*/)[0];
  const path = name.slice(root.length + 1).split(".").filter(Boolean);
  if (hidden) return path.length ? kindAt(PRIMITIVES[hidden] ?? HIDDEN[hidden], path) : "class";
  const found = await rootOf(root);
  return found ? kindAt(found.value, path, MADE) : null;
}

/** Every function and class that is reached from an object, by qualified name. */
function reach(owner, path, found, seen, depth) {
  if (seen.has(owner) || depth > DEPTH) return;
  seen.add(owner);
  const isClass = typeof owner === "function" && isConstructor(owner);
  for (const [holder, isPrototype] of [[owner, false], ...(isClass && owner.prototype ? [[owner.prototype, true]] : [])]) {
    for (const name of members(holder)) {
      if (typeof name !== "string" || name.startsWith("_") || !/^[\w$]+$/.test(name)) continue;
      if (typeof holder === "function" && OF_EVERY_FUNCTION.has(name)) continue;
      if (name === "constructor" || name === "prototype" || name === "default") continue;
      const member = valueOf(holder, name, isPrototype);
      if (!member || !("value" in member)) continue;
      const { value } = member;
      const qualified = path ? `${path}.${name}` : name;
      if (typeof value === "function") {
        found[qualified] = kindOf(value);
        if (isConstructor(value) && !isPrototype) reach(value, qualified, found, seen, depth + 1);
      } else if (typeof value === "object" && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value)) {
        reach(value, qualified, found, seen, depth + 1);
      }
    }
  }
}

/** The names of an object's own members, and of those that it has of a class: `process.on`, `console.log`. */
function members(owner) {
  const names = new Set(Object.getOwnPropertyNames(owner));
  if (typeof owner === "object") {
    for (let each = Object.getPrototypeOf(owner); each && each !== Object.prototype; each = Object.getPrototypeOf(each)) {
      if (each.constructor?.prototype === owner) break; // a prototype has only its own
      for (const name of Object.getOwnPropertyNames(each)) names.add(name);
    }
  }
  return names;
}

const reachable = {};
const seen = new Set([globalThis]);
for (const name of Object.getOwnPropertyNames(globalThis)) {
  const value = globalThis[name];
  if (typeof value === "function") reachable[name] = kindOf(value);
  if (value !== null && ["function", "object"].includes(typeof value)) reach(value, name, reachable, seen, 0);
}
for (const name of [...builtinModules, "node:test", "node:sqlite", "node:sea", "node:test/reporters"]) {
  if (name.startsWith("_")) continue;
  const specifier = name.startsWith("node:") ? name : `node:${name}`;
  const root = await rootOf(specifier);
  if (root) reach(root.value, specifier, reachable, new Set([globalThis]), 0);
}

const named = {};
for (const name of readFileSync(0, "utf8").split("\n").filter(Boolean)) named[name] = await resolve(name);
await handle.close();
const [major, minor] = process.versions.node.split(".").map(Number);
process.stdout.write(JSON.stringify({ version: [major, minor], reachable, named }));
