// Runs functions from their start to their end. Reads one case a line from standard input, as JSON, and answers each with
// a line that says what happened; `outcome.py` describes both.
import { createInterface } from "node:readline";
import { format } from "node:util";

import { imported } from "../../node/packages.mjs";
import { Process } from "../typescript/modules.mjs";
import { Executor } from "./executor.mjs";

// Versions of the SDK share what is global, so a process has one.
const SDK = process.argv[2];
const { serve } = await imported(`${SDK}/edge`);
let current;

globalThis.fetch = async (url, options) => current.fetch(String(url?.url ?? url), options);
console.log = (...parts) => void current.log.push(format(...parts));
for (const name of ["warn", "error", "info", "debug"]) console[name] = (...parts) => void current.warnings.push(format(...parts));
process.on("unhandledRejection", (error) => void current.unhandled.push(`${error?.name}: ${error?.message}`));

// Let what a function has left running get on, as it does on a server that lives on.
async function quiet() {
  for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
}

const each = (values, index) => values[Math.min(index, values.length - 1)];

class Case {
  constructor(options) {
    this.options = options;
    this.process = new Process({ inngest: SDK });
    Object.assign(this, { log: [], warnings: [], unhandled: [], sent: [], outside: [] });
  }

  async run() {
    const { path, sources, failing } = this.options;
    const load = (index) => this.process.load(path, { source: sources && each(sources, index), module: "esnext" });
    const found = (await load(0)).default;
    const suffix = failing ? "-failure" : "";
    const functionId = `${found.id(found.client?.id ?? "app")}${suffix}`;
    const handle = async (request) => {
      const { default: fn } = await load(this.server.requests.length);
      const answer = await serve({ client: fn.client, functions: [fn] })(request);
      await quiet();
      return answer;
    };
    this.server = new Executor(handle, { ...this.options, functionId });
    const status = await this.server.run();
    await quiet();
    const { steps, planned, sleeps, waits, requests, result } = this.server;
    const { log, warnings, unhandled, sent, outside } = this;
    return { status, result, steps, planned, sleeps, waits, requests, log, warnings, unhandled, sent, outside };
  }

  // Answer as the server does whatever the SDK or a function sends; all else is somebody's service.
  fetch(url, options) {
    const body = options?.body ? JSON.parse(options.body) : undefined;
    if (url.includes("/v1/checkpoint/")) {
      this.server.checkpoint(body.steps);
      return json({ data: {} });
    }
    if (url.includes("/e/")) {
      this.sent.push(...[body].flat().map(({ name }) => name));
      return json({ ids: ["01JEVENT"], status: 200 });
    }
    this.outside.push(`${options?.method ?? "GET"} ${url}`);
    return json({ ok: true });
  }
}

const json = (data) => new Response(JSON.stringify(data), { headers: { "content-type": "application/json" } });

async function outcomeOf(options) {
  current = new Case(options);
  try {
    return await current.run();
  } catch (error) {
    return { broken: `${error?.stack ?? error}\n${current.warnings.join("\n")}` };
  }
}

for (const name of Object.keys(process.env)) if (name.startsWith("INNGEST_")) delete process.env[name];
process.env.INNGEST_DEV = "1";
for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await outcomeOf(JSON.parse(line)))}\n`);
}
process.exit();
