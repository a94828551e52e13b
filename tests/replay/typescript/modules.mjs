// Loads handlers as a framework does: TypeScript in, a module out, whose state is as old as the `Process`.
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import vm from "node:vm";

import { imported, required } from "../../node/packages.mjs";

const ts = required("typescript");
const transpiled = new Map();

function javascript(source, module) {
  const key = `${module}:${source}`;
  if (!transpiled.has(key)) {
    const compilerOptions = { module, target: ts.ScriptTarget.ES2022, esModuleInterop: true };
    transpiled.set(key, ts.transpileModule(source, { compilerOptions }).outputText);
  }
  return transpiled.get(key);
}

function run(text) {
  const module = { exports: {} };
  const body = vm.compileFunction(javascript(text, ts.ModuleKind.CommonJS), ["exports", "require", "module"]);
  body(module.exports, required, module);
  return module.exports;
}

export class Process {
  #modules = new Map();
  #commonjs;
  #installedAs;

  // `installedAs` says under which other name a package is installed, `{ inngest: "inngest-3" }`.
  constructor(installedAs = {}) {
    this.#installedAs = installedAs;
  }

  // Return what the module at `path` exports. A project whose `module` is "commonjs" requires its packages; `@/` stands
  // for its folder `root`.
  async load(path, { source, module, root }) {
    this.root = root;
    const text = source ?? readFileSync(path, "utf8");
    if (module === "commonjs") return (this.#commonjs ??= run(text));
    const entry = await this.#parsed(path, text);
    if (entry.status === "evaluated") return entry.namespace;
    await entry.link((specifier, importer) => this.#linked(specifier, importer));
    await entry.evaluate();
    return entry.namespace;
  }

  #linked(specifier, importer) {
    const own = /^@\/(.+)/.exec(specifier)?.[1];
    if (!own && !specifier.startsWith(".")) return this.#installed(specifier);
    const path = `${own ? resolve(this.root, own) : resolve(dirname(importer.identifier), specifier)}.ts`;
    return this.#parsed(path, readFileSync(path, "utf8"));
  }

  async #parsed(path, text) {
    const key = `${path}:${text}`;
    if (!this.#modules.has(key)) {
      this.#modules.set(key, new vm.SourceTextModule(javascript(text, ts.ModuleKind.ESNext), { identifier: path }));
    }
    return this.#modules.get(key);
  }

  async #installed(name) {
    if (!this.#modules.has(name)) {
      const namespace = await imported(this.#installedAs[name] ?? name);
      const names = Object.keys(namespace);
      const copy = new vm.SyntheticModule(names, () => names.forEach((each) => copy.setExport(each, namespace[each])));
      this.#modules.set(name, copy);
    }
    return this.#modules.get(name);
  }
}
