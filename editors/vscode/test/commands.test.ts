import assert from "node:assert/strict";
import { test } from "node:test";

import { DEBUG_INFORMATION, execute, IGNORE_HERE, problem, SHOW_WORKFLOW, type Desk } from "../src/commands";

function desk(answer?: string): Desk & { shown: [string, string][] } {
  const shown: [string, string][] = [];
  return {
    shown,
    ask: () => Promise.resolve(answer),
    show: (name, text) => {
      shown.push([name, text]);
      return Promise.resolve();
    },
  };
}

function server(result: unknown): { calls: unknown[][]; next: (name: string, args: unknown[]) => Promise<unknown> } {
  const calls: unknown[][] = [];
  return {
    calls,
    next: (name, args) => {
      calls.push([name, ...args]);
      return Promise.resolve(result);
    },
  };
}

test("an ignore comment gets the reason that the user gives", async () => {
  const { calls, next } = server(null);
  await execute(IGNORE_HERE, [{ code: "WF101" }], next, desk(" only logged "));
  assert.deepEqual(calls, [[IGNORE_HERE, { code: "WF101" }, "only logged"]]);
});

test("nothing is ignored if the user gives up", async () => {
  const { calls, next } = server(null);
  assert.equal(await execute(IGNORE_HERE, [{}], next, desk()), undefined);
  assert.deepEqual(calls, []);
});

test("a workflow is shown under its name", async () => {
  const where = desk();
  await execute(SHOW_WORKFLOW, ["file:///a.py", "bill"], server("bill  a.py:1").next, where);
  assert.deepEqual(where.shown, [["bill", "bill  a.py:1"]]);
});

test("a workflow that is gone, and what other commands return, is not shown", async () => {
  const where = desk();
  await execute(SHOW_WORKFLOW, ["file:///a.py", "bill"], server("").next, where);
  assert.equal(await execute("wflint.other", [], server("text").next, where), "text");
  assert.deepEqual(where.shown, []);
});

test("debug information is shown under the name of the command line's", async () => {
  const where = desk();
  await execute(DEBUG_INFORMATION, [], server("wflint 1.0\n").next, where);
  assert.deepEqual(where.shown, [["wflint debug", "wflint 1.0\n"]]);
});

test("a reason is words without a second comment", () => {
  assert.equal(problem("only logged"), undefined);
  assert.match(problem("  ") ?? "", /Say why/);
  assert.match(problem("one # two") ?? "", /second comment/);
});
