// Blanks the types of files, so that JavaScript is left and every line stays where it is.
// Reads a JSON object of texts by path from standard input, and prints one: null stands for a text that needs its types when it runs.
import { readFileSync } from "node:fs";
import { blankSourceFile } from "ts-blank-space";
import ts from "typescript";

const blanked = Object.entries(JSON.parse(readFileSync(0, "utf8"))).map(([path, text]) => {
  const kind = /\.[mc]?ts$/.test(path) ? ts.ScriptKind.TS : ts.ScriptKind.TSX;
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, false, kind);
  let isErasable = true;
  const left = blankSourceFile(source, () => void (isErasable = false));
  return [path, isErasable ? left : null];
});
process.stdout.write(JSON.stringify(Object.fromEntries(blanked)));
