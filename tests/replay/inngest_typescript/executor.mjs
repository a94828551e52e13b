// Plays the server of Inngest: asks the endpoint again and again with what is recorded, as its answers demand.
const ENDPOINT = "https://app.test/api/inngest";
const DISCOVERY = "step";
const RUN = "01JRUN";
const FUNCTION = "5b0ef3f2-0000-4000-8000-000000000000";

export class Executor {
  #queue = [{ step: DISCOVERY, attempt: 0 }];
  #later = [];
  #started = new Set();
  #names = {};
  #recorded = {};
  #order = [];
  #isParallel = false;

  constructor(handle, options) {
    Object.assign(this, { handle, options, steps: [], planned: [], sleeps: [], waits: [], requests: [] });
  }

  // Ask until the run has ended, as its function says, or has no end.
  async run() {
    while (this.end === undefined) {
      if (this.requests.length === this.options.cap) return "endless";
      const item = this.#next();
      const answer = await this.#ask(item);
      this.requests.push({ step: this.#names[item.step] ?? "", attempt: item.attempt, ...described(answer) });
      if (answer.status === 0) return "hanging";
      this.#settle(item, answer);
    }
    return this.end;
  }

  // Record what the SDK tells while a request goes on.
  checkpoint(ops) {
    for (const op of ops) this.#receive({ step: DISCOVERY, attempt: 0 }, op);
  }

  // Sleeps and waits take longer than all that is at work; without anything to wait for, the function goes on.
  #next() {
    if (!this.#queue.length && this.#later.length) this.#later.shift()();
    return this.#queue.shift() ?? { step: DISCOVERY, attempt: 0 };
  }

  async #ask({ step, attempt }) {
    const { functionId, event, retries, checkpoints } = this.options;
    const ctx = {
      run_id: RUN, attempt, max_attempts: retries + 1, use_api: false, disable_immediate_execution: this.#isParallel,
      stack: { stack: this.#order, current: this.#order.length },
      ...(checkpoints ? { fn_id: FUNCTION, qi_id: "queued" } : {}),
    };
    const body = JSON.stringify({ version: 2, event, events: [event], steps: this.#recorded, ctx });
    const url = `${ENDPOINT}?fnId=${functionId}&stepId=${step}`;
    const headers = { "content-type": "application/json", host: "app.test" };
    return this.#inTime(this.handle(new Request(url, { method: "POST", headers, body })));
  }

  async #inTime(answer) {
    let timer;
    const never = new Promise((done) => void (timer = setTimeout(() => done({ status: 0, text: "" }), this.options.patience)));
    const read = async ({ status, headers, text }) => ({ status, headers, text: await text });
    const answered = answer.then((each) => read({ status: each.status, headers: each.headers, text: each.text() }));
    const first = await Promise.race([answered, never]);
    clearTimeout(timer);
    return first;
  }

  #settle(item, { status, headers, text }) {
    this.#started.delete(item.step);
    if (status === 206) this.#take(item, JSON.parse(text));
    else if (status === 200) this.#finish("completed", JSON.parse(text));
    else if (headers.get("x-inngest-no-retry") !== "true" && item.attempt < this.options.retries) this.#again(item);
    else this.#finish("failed", JSON.parse(text));
  }

  #again({ step, attempt }) {
    this.#queue.push({ step, attempt: attempt + 1 });
  }

  #take(item, ops) {
    if (ops.length > 1 && ops.some(({ op }) => op === "StepPlanned")) this.#isParallel = true;
    for (const op of ops) this.#receive(item, op);
  }

  #receive(item, op) {
    this.#names[op.id] = op.userland?.id ?? op.name;
    const { events, children } = this.options;
    switch (op.op) {
      case "StepPlanned":
        return this.#plan(op);
      case "Step":
      case "StepRun":
        return this.#store(op, { type: "data", data: op.data ?? null });
      case "StepError":
        return this.#again(item);
      case "StepFailed":
        return this.#store(op, { type: "error", error: op.error });
      case "Sleep":
        this.sleeps.push(op.name);
        return this.#wait(op, () => ({ data: null }));
      case "WaitForEvent":
        this.waits.push({ event: op.name, ...op.opts });
        return this.#wait(op, () => ({ data: events.shift() ?? null }));
      case "InvokeFunction":
        return this.#wait(op, () => children.shift() ?? { data: null });
      case "Gateway":
        return this.#wait(op, () => ({ data: { status_code: 200, headers: {}, body: "{}" } }));
      case "AiGateway":
        return this.#wait(op, () => ({ data: { choices: [] } }));
      case "RunComplete":
        return this.#finish("completed", op.data ?? null);
      default:
        throw new Error(`nothing plays the operation ${op.op}`);
    }
  }

  #plan(op) {
    if (op.id in this.#recorded || this.#started.has(op.id)) return;
    this.#started.add(op.id);
    this.planned.push(this.#names[op.id]);
    this.#queue.push({ step: op.id, attempt: 0 });
  }

  #wait(op, come) {
    if (op.id in this.#recorded || this.#started.has(op.id)) return;
    this.#started.add(op.id);
    this.#later.push(() => {
      const { data, error } = come();
      this.#store(op, error ? { type: "error", error } : { type: "data", data: data ?? null });
    });
  }

  #store(op, value) {
    if (!(op.id in this.#recorded)) this.#order = [...this.#order, op.id];
    this.#recorded = { ...this.#recorded, [op.id]: value };
    this.steps.push({ name: this.#names[op.id], result: value.data ?? null, error: value.error?.message ?? "" });
  }

  #finish(end, result) {
    if (this.end === undefined) Object.assign(this, { end, result });
  }
}

function described({ status, text }) {
  if (status === 0) return { status, ops: [], error: "no answer" };
  const told = JSON.parse(text);
  if (status === 206) return { status, ops: told.map(({ op }) => op), error: told.find(({ error }) => error)?.error.message ?? "" };
  return { status, ops: [], error: status === 200 ? "" : told.message ?? told.error };
}
