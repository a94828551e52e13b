import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { SERVER_SETTINGS, serverSettings } from "../src/settings";

test("the server is sent what is set, and what this client does by itself", () => {
  const given: Record<string, unknown> = { stepHints: false, options: { select: ["WF1"] }, path: "/bin/wflint" };
  assert.deepEqual(serverSettings((key) => given[key]), {
    stepHints: false,
    options: { select: ["WF1"] },
    asksForReasons: true,
    showsWorkflows: true,
  });
});

test("every setting of the server can be set in the editor, and no other is sent", () => {
  const manifest = JSON.parse(readFileSync("package.json", "utf-8")) as {
    contributes: { configuration: { properties: Record<string, unknown> } };
  };
  const keys = Object.keys(manifest.contributes.configuration.properties);
  const own = ["wflint.path", "wflint.trace.server"];
  assert.deepEqual(
    keys.filter((key) => !own.includes(key)),
    SERVER_SETTINGS.map((key) => `wflint.${key}`),
  );
});
