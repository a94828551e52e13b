// Finds the wflint to run. Nothing is bundled, so that the editor and the project's CI agree.
import * as path from "node:path";

/** A program with its first arguments. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
}

/** What there is to look at. */
export interface Surroundings {
  /** The setting `wflint.path`; empty if it is not set. */
  readonly configured: string;
  /** The interpreter that the Python extension has chosen. */
  readonly interpreter: string | undefined;
  readonly folders: readonly string[];
  /** The variable `PATH`. */
  readonly searched: string;
  readonly platform: NodeJS.Platform;
  /** Whether there is such a file. */
  readonly exists: (file: string) => boolean;
}

const ENVIRONMENTS = [".venv", "venv"];

/** The command that starts the language server; `undefined` if there is no wflint. */
export function locate(around: Surroundings): Command | undefined {
  const { configured } = around;
  if (configured !== "") {
    return { program: expanded(configured, around.folders), args: ["lsp"] };
  }
  const program = candidates(around).find((file) => around.exists(file));
  return program === undefined ? undefined : { program, args: ["lsp"] };
}

function candidates(around: Surroundings): string[] {
  const windows = around.platform === "win32";
  const paths = windows ? path.win32 : path.posix;
  const name = windows ? "wflint.exe" : "wflint";
  const beside = around.interpreter === undefined ? [] : [paths.join(paths.dirname(around.interpreter), name)];
  const scripts = windows ? "Scripts" : "bin";
  const environments = around.folders.flatMap((folder) =>
    ENVIRONMENTS.map((environment) => paths.join(folder, environment, scripts, name)),
  );
  const searched = around.searched.split(paths.delimiter).filter((folder) => folder !== "");
  return [...beside, ...environments, ...searched.map((folder) => paths.join(folder, name))];
}

function expanded(configured: string, folders: readonly string[]): string {
  return configured.replace("${workspaceFolder}", folders[0] ?? "");
}
