// Runs the wflint of this package's version through whatever this machine has for that.
// @ts-check

import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import { findPrograms } from "./path.js";
import { IS_PROBE, probe, run } from "./processes.js";

/**
 * A way to run wflint: a program, and what it is given before wflint's own arguments.
 * @typedef {{ program: string, given: string[] }} Launcher
 */

const FAILED = 2; // as wflint itself exits where it cannot do its work
const PYTHON = ">=3.10"; // or uv would take the first on the PATH, which on a Mac is 3.9
const REMEDY = "install uv, which needs no Python: https://docs.astral.sh/uv/";

/** @param {string[]} args those of wflint */
export function main(args) {
  if (IS_PROBE) {
    // Another copy of this package has found this one on the PATH, and asks whether it is the real wflint.
    process.exitCode = FAILED;
    return;
  }
  const launcher = findLauncher();
  if (launcher === undefined) process.exitCode = FAILED;
  else run(launcher.program, [...launcher.given, ...args]);
}

/**
 * Find the first way that works, and say what is wrong where none does or the version is another one.
 *
 * Each is asked for wflint's version first: uv and pipx exit with 1 where they cannot get a package, which wflint does
 * where it has found something.
 * @returns {Launcher | undefined}
 */
function findLauncher() {
  const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  const wheel = process.env.WFLINT_WHEEL;
  const wanted = wheel ? resolve(wheel) : `wflint==${version}`;
  const runners = findRunners(wanted);
  const working = runners.find(({ program, given }) => probe(program, given) !== undefined);
  if (working !== undefined) return working;
  const installed = wheel ? undefined : findInstalled(version);
  if (installed === undefined) {
    say(
      runners.length > 0
        ? `cannot run: ${wanted} could not be installed or started, for the reason above`
        : `cannot run: the PATH has neither uv nor pipx${wheel ? "" : " nor an installed wflint"}; ${REMEDY}`,
    );
    return undefined;
  }
  if (installed.version !== version) {
    say(`${installed.program} is version ${installed.version}, not ${version}, and runs all the same; for ${version}, ${REMEDY}`);
  }
  return { program: installed.program, given: [] };
}

/**
 * @param {string} wanted a requirement, or a wheel's path
 * @returns {Launcher[]}
 */
function findRunners(wanted) {
  return [
    ...findPrograms("uv").map((program) => ({ program, given: ["tool", "run", "--python", PYTHON, "--from", wanted, "wflint"] })),
    ...findPrograms("pipx").map((program) => ({ program, given: ["run", "--spec", wanted, "wflint"] })),
  ];
}

/**
 * Find a wflint on the PATH, if there is one of this version that one.
 * @param {string} version
 */
function findInstalled(version) {
  const found = [];
  for (const program of findPrograms("wflint")) {
    const itsVersion = probe(program, []);
    if (itsVersion === version) return { program, version };
    if (itsVersion !== undefined) found.push({ program, version: itsVersion });
  }
  return found.at(0);
}

/** @param {string} sentence */
function say(sentence) {
  process.stderr.write(`wflint: ${sentence}\n`);
}
