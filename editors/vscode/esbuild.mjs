// Bundles the extension into one file, or the tests with --tests.
import { readdirSync } from "node:fs";
import { build } from "esbuild";

const tests = process.argv.includes("--tests");
const entries = tests
  ? readdirSync("test").filter((name) => name.endsWith(".test.ts")).map((name) => `test/${name}`)
  : ["src/extension.ts"];

await build({
  entryPoints: entries,
  outdir: tests ? "dist/test" : "dist",
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  external: ["vscode"],
  minify: !tests,
  sourcemap: tests ? "inline" : false,
  logLevel: "warning",
});
