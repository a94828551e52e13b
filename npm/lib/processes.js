// Starts programs, without a shell.
// @ts-check

import { spawn, spawnSync } from "node:child_process";
import { delimiter, join } from "node:path";

const MARK = "WFLINT_NPM_PROBE";
/** @type {NodeJS.Signals[]} */
const FORWARDED = ["SIGINT", "SIGTERM", "SIGHUP"];

/** Whether this process is only asked what it is. */
export const IS_PROBE = process.env[MARK] !== undefined;

/**
 * The environment without the folders that npm puts in front of the PATH: pipx would find this package there, take it for
 * an installed wflint and warn of it.
 */
const ENVIRONMENT = { ...process.env, PATH: searched().join(delimiter) };

function searched() {
  const ours = join("node_modules", ".bin");
  return (process.env.PATH ?? "").split(delimiter).filter((folder) => !folder.endsWith(ours));
}

/**
 * Return the version of the wflint that a program runs; `undefined` if it runs none.
 *
 * What it says on standard error is shown: that something is downloaded, or why it cannot be.
 * @param {string} program
 * @param {string[]} given
 */
export function probe(program, given) {
  const { status, stdout } = spawnSync(program, [...given, "--version"], {
    encoding: "utf8",
    env: { ...ENVIRONMENT, [MARK]: "1" },
    stdio: ["ignore", "pipe", "inherit"],
    windowsHide: true,
  });
  return status === 0 ? /^wflint (\S+)\s*$/.exec(stdout)?.[1] : undefined;
}

/**
 * Run a program in the place of this process: with its streams, and with its end as the end of this one.
 * @param {string} program
 * @param {string[]} args
 */
export function run(program, args) {
  /** @type {import("node:child_process").ChildProcess | undefined} */
  let child;
  // Listened for before the child starts, which would be left behind by a signal that comes in between.
  for (const signal of FORWARDED) {
    process.on(signal, () => {
      // A terminal has sent its interrupt to the child as well, which would take a second one for impatience.
      if (signal !== "SIGINT" || !process.stdin.isTTY) child?.kill(signal);
    });
  }
  child = spawn(program, args, { env: ENVIRONMENT, stdio: "inherit" });
  child.on("error", (error) => {
    process.stderr.write(`wflint: cannot run ${program}: ${error.message}\n`);
    process.exitCode = 2;
  });
  child.on("exit", (code, signal) => {
    if (signal === null) {
      process.exitCode = code ?? 2;
      return;
    }
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}
