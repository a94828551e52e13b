// Formats files as few projects do: short lines, single quotes, no semicolons.
// Reads a JSON object of texts by path from standard input, and prints one; it is empty where one of them does not parse.
import { readFileSync } from "node:fs";
import { format } from "prettier";

const formatted = {};
try {
  for (const [path, text] of Object.entries(JSON.parse(readFileSync(0, "utf8")))) {
    const options = { printWidth: 50, singleQuote: true, semi: false, trailingComma: "none", arrowParens: "avoid" };
    formatted[path] = await format(text, { ...options, filepath: path });
  }
  process.stdout.write(JSON.stringify(formatted));
} catch (error) {
  if (error.name !== "SyntaxError") throw error;
  process.stdout.write("{}");
}
