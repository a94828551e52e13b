import assert from "node:assert/strict";
import { test } from "node:test";

import { locate, type Surroundings } from "../src/locate";

function around(files: string[], more: Partial<Surroundings> = {}): Surroundings {
  return {
    configured: "",
    interpreter: undefined,
    folders: ["/project"],
    searched: "/usr/local/bin:/usr/bin",
    platform: "linux",
    exists: (file) => files.includes(file),
    ...more,
  };
}

test("the setting wins, whether the file is there or not", () => {
  const command = locate(around(["/usr/bin/wflint"], { configured: "${workspaceFolder}/tools/wflint" }));
  assert.deepEqual(command, { program: "/project/tools/wflint", args: ["lsp"] });
});

test("the chosen environment comes before those of the workspace and the PATH", () => {
  const files = ["/envs/a/bin/wflint", "/project/.venv/bin/wflint", "/usr/bin/wflint"];
  const command = locate(around(files, { interpreter: "/envs/a/bin/python" }));
  assert.equal(command?.program, "/envs/a/bin/wflint");
});

test("an environment without wflint is passed over", () => {
  const files = ["/project/venv/bin/wflint", "/usr/bin/wflint"];
  const command = locate(around(files, { interpreter: "/envs/a/bin/python" }));
  assert.equal(command?.program, "/project/venv/bin/wflint");
});

test("the npm package of the workspace comes before the PATH, and is run by Node", () => {
  const script = "/project/node_modules/wflint/bin/wflint.js";
  const files = [script, "/usr/bin/node", "/usr/bin/wflint"];
  assert.deepEqual(locate(around(files)), { program: "/usr/bin/node", args: [script, "lsp"] });
  assert.equal(locate(around([script, "/usr/bin/wflint"]))?.program, "/usr/bin/wflint");
  assert.equal(locate(around([...files, "/project/.venv/bin/wflint"]))?.program, "/project/.venv/bin/wflint");
});

test("the PATH is searched in its order", () => {
  assert.equal(locate(around(["/usr/bin/wflint"]))?.program, "/usr/bin/wflint");
  assert.equal(
    locate(around(["/usr/bin/wflint", "/usr/local/bin/wflint"], { folders: [] }))?.program,
    "/usr/local/bin/wflint",
  );
});

test("nothing is bundled, so there may be none", () => {
  assert.equal(locate(around([])), undefined);
  assert.equal(locate(around(["/wflint", "wflint"], { searched: "", folders: [] })), undefined);
});

test("programs have a suffix on Windows", () => {
  const options = { platform: "win32" as const, folders: ["C:\\project"], searched: "C:\\bin;D:\\bin" };
  const command = locate(around(["C:\\project\\.venv\\Scripts\\wflint.exe"], options));
  assert.equal(command?.program, "C:\\project\\.venv\\Scripts\\wflint.exe");
  assert.equal(locate(around(["D:\\bin\\wflint.exe"], options))?.program, "D:\\bin\\wflint.exe");
});
