// Which programs the PATH has.
// @ts-check

import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";

/**
 * Find all programs of a name, in the order of the PATH.
 *
 * On Windows these are `.exe` alone: to run a `.cmd` takes a shell, which would read the arguments as its own.
 * @param {string} name
 * @returns {string[]}
 */
export function findPrograms(name) {
  const file = process.platform === "win32" ? `${name}.exe` : name;
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  return [...new Set(folders.map((folder) => join(folder, file)))].filter(isProgram);
}

/** @param {string} path */
function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
