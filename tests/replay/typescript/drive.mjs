// Runs handlers from their start to their end. Reads one case a line from standard input, as JSON, and answers each with
// a line that says what happened; `outcome.py` describes both.
import { AsyncLocalStorage } from "node:async_hooks";
import { createInterface } from "node:readline";
import { format } from "node:util";

import { imported } from "../../node/packages.mjs";
import { Process } from "./modules.mjs";
import { QSTASH, StandIn, WORKFLOW } from "./standin.mjs";

const { Client } = await imported("@upstash/workflow");
const CAP = 60;
const PATIENCE_MS = 20_000;
const cases = new AsyncLocalStorage();
let current;

globalThis.fetch = (url, options) => (cases.getStore() ?? current).server.fetch(url, options);
console.log = (...parts) => void (cases.getStore() ?? current).log.push(format(...parts));
for (const name of ["warn", "error", "info"]) {
  console[name] = (...parts) => void (cases.getStore() ?? current).warnings.push(format(...parts));
}
// Frameworks do so; without, as `--plain` has it, Node ends itself.
if (!process.argv.includes("--plain")) {
  process.on("unhandledRejection", (error) => void current.unhandled.push(`${error?.name}: ${error?.message}`));
}
const random = Math.random;

// What holds for a delivery where the last value lasts.
const each = (values, index) => values[Math.min(index, values.length - 1)];

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

// Let what a handler has left running get on, as it does on a server that lives on.
async function quiet(ms) {
  for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
  if (ms) await pause(ms);
}

class Case {
  constructor(options) {
    this.options = options;
    this.server = new StandIn(options);
    this.process = new Process();
    Object.assign(this, { log: [], warnings: [], unhandled: [], deliveries: [] });
  }

  async run() {
    const { payload, start, retries, headers } = this.options;
    const body = payload === undefined ? "" : JSON.stringify(payload);
    if (start === "post") this.server.post(body, headers);
    else await new Client({ baseUrl: QSTASH, token: "token" }).trigger({ url: WORKFLOW, body: payload, retries, headers });
    for (let message = this.server.next(); message; message = this.server.next()) {
      if (this.deliveries.length === CAP) throw new Error(`not at its end after ${CAP} deliveries`);
      await this.deliver(message);
    }
    return this.outcome();
  }

  async deliver(message) {
    this.enter(this.deliveries.length);
    const { kind, attempt, body } = message;
    const headers = { ...message.headers, "upstash-message-id": "message", "upstash-retried": String(attempt - 1) };
    const handle = await this.handler(this.deliveries.length);
    const answer = await Promise.race([
      handle(new Request(WORKFLOW, { method: "POST", headers, body })),
      pause(PATIENCE_MS).then(() => Promise.reject(new Error(`no answer to delivery ${this.deliveries.length}`))),
    ]);
    const text = await answer.text();
    const { error = "", message: told = "", finishCondition = "" } = JSON.parse(text);
    this.deliveries.push({ kind, attempt, status: answer.status, condition: finishCondition, error, message: told });
    await quiet(this.options.pause);
    this.server.settle(message, answer.status, answer.headers, text);
  }

  // Set what differs between deliveries.
  enter(index) {
    const { environments, randoms } = this.options;
    this.leave();
    Object.assign(process.env, each(environments, index));
    Math.random = randoms ? () => each(randoms, index) : random;
    if (this.options.fresh) this.process = new Process();
  }

  // Take back what was set.
  leave() {
    for (const environment of this.options.environments) for (const name of Object.keys(environment)) delete process.env[name];
    Math.random = random;
  }

  async handler(index) {
    const { path, sources, module, root } = this.options;
    const { POST } = await this.process.load(path, { source: sources && each(sources, index), module, root });
    return POST;
  }

  outcome() {
    const { seen, end, result } = this.server;
    const { log, warnings, unhandled, deliveries } = this;
    return { status: end ?? "hanging", result, ...seen, log, warnings, unhandled, deliveries };
  }
}

async function outcomeOf(options) {
  current = new Case(options);
  try {
    return await cases.run(current, () => current.run());
  } catch (error) {
    return { broken: `${error?.stack ?? error}\n${current.warnings.join("\n")}` };
  } finally {
    current.leave();
  }
}

for (const name of Object.keys(process.env)) if (/^(QSTASH|UPSTASH)_/.test(name)) delete process.env[name];
process.env.QSTASH_TOKEN = Buffer.from('{"UserID":"user"}').toString("base64");
for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await outcomeOf(JSON.parse(line)))}\n`);
}
process.exit();
