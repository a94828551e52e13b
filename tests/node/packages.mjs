// Imports the packages that are installed beside this file, for scripts that stand elsewhere.
import { createRequire } from "node:module";

export const imported = (name) => import(name);
export const required = createRequire(import.meta.url);
