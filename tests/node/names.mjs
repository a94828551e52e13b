// What names below an object stand for, as the effect catalogue spells them: members of a class's instances below the class,
// `new` for constructing it, `__call__` for calling an object.
import { types } from "node:util";

const { isProxy } = types;

/** Whether `new` can be said of a value. */
export function isConstructor(value) {
  try {
    Reflect.construct(Object, [], value);
    return true;
  } catch {
    return false;
  }
}

/** `class`, `function`, or `value` for what cannot be called. */
export function kindOf(value) {
  if (typeof value !== "function") return "value";
  return isConstructor(value) ? "class" : "function";
}

function descriptorOf(owner, name) {
  for (let each = owner; each !== null && each !== undefined; each = Object.getPrototypeOf(each)) {
    const found = Object.getOwnPropertyDescriptor(each, name);
    if (found) return found;
  }
  return undefined;
}

/** The value of a property; a getter is only called on an object that is no prototype. */
export function valueOf(owner, name, isPrototype) {
  if (isProxy(owner)) return guarded(() => owner[name]);
  const found = descriptorOf(owner, name);
  if (!found) return undefined;
  if (!found.get) return { value: found.value };
  return (isPrototype ? undefined : guarded(() => owner[name])) ?? { accessor: true };
}

function guarded(read) {
  try {
    const value = read();
    return value === undefined ? undefined : { value };
  } catch {
    return undefined;
  }
}

/** The kind of what a path of names leads to; `null` where there is no such thing. What `made` has are instances by class. */
export function kindAt(start, path, made = new Map()) {
  let found = { value: start };
  for (const part of path) {
    const owner = found?.value;
    if (owner === null || owner === undefined) return null;
    if (part === "new") return isConstructor(owner) ? "class" : null;
    if (part === "__call__") return typeof owner === "function" ? "function" : null;
    if (part === "__await__") return typeof owner.then === "function" ? "function" : null;
    const instance = made.get(owner);
    const prototype = typeof owner === "function" ? owner.prototype : undefined;
    found = valueOf(Object(owner), part, false) ?? valueOf(instance ?? prototype, part, !instance);
  }
  if (!found) return null;
  return "value" in found ? kindOf(found.value) : "value";
}
