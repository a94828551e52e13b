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
  const [found] = [...inEnvironments(around), ...fromNpm(around), ...onPath(around, "wflint")];
  return found === undefined ? undefined : { ...found, args: [...found.args, "lsp"] };
}

function inEnvironments(around: Surroundings): Command[] {
  const paths = pathsOf(around);
  const name = programName(around, "wflint");
  const beside = around.interpreter === undefined ? [] : [paths.join(paths.dirname(around.interpreter), name)];
  const scripts = around.platform === "win32" ? "Scripts" : "bin";
  const environments = around.folders.flatMap((folder) =>
    ENVIRONMENTS.map((environment) => paths.join(folder, environment, scripts, name)),
  );
  return existing(around, [...beside, ...environments]);
}

/** The npm package, which Node runs: on Windows, what npm puts beside it runs in a shell only. */
function fromNpm(around: Surroundings): Command[] {
  const scripts = around.folders
    .map((folder) => pathsOf(around).join(folder, "node_modules", "wflint", "bin", "wflint.js"))
    .filter((file) => around.exists(file));
  return onPath(around, "node").flatMap(({ program }) => scripts.map((script) => ({ program, args: [script] })));
}

function onPath(around: Surroundings, name: string): Command[] {
  const paths = pathsOf(around);
  const folders = around.searched.split(paths.delimiter).filter((folder) => folder !== "");
  return existing(
    around,
    folders.map((folder) => paths.join(folder, programName(around, name))),
  );
}

function existing(around: Surroundings, programs: string[]): Command[] {
  return programs.filter((file) => around.exists(file)).map((program) => ({ program, args: [] }));
}

function pathsOf(around: Surroundings): path.PlatformPath {
  return around.platform === "win32" ? path.win32 : path.posix;
}

function programName(around: Surroundings, name: string): string {
  return around.platform === "win32" ? `${name}.exe` : name;
}

function expanded(configured: string, folders: readonly string[]): string {
  return configured.replace("${workspaceFolder}", folders[0] ?? "");
}
