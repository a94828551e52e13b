// A stand-in for the QStash server: keeps one run's step log and says what is delivered next.
// What the closed server does where the SDK's source does not say is decided here and marked [U] (unverified).

export const WORKFLOW = "https://app.test/api/workflow";
export const QSTASH = "https://qstash.upstash.io";
const DEFAULT_RETRIES = 3;

const encoded = (text) => Buffer.from(text ?? "", "utf8").toString("base64");
const parsed = (text) => (text === undefined ? undefined : JSON.parse(text));

// The headers that a request asks to be sent on with a prefix, without it.
const below = (headers, prefix) =>
  Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => [name.slice(prefix.length), value]),
  );

export class StandIn {
  // `answers` are those of third parties, in turn, the last for good; `events` what is notified from outside while
  // nothing else is due; `children` what other workflows come to, in turn; `refuse` names the steps whose submission
  // is answered with 400; `sites` what other hosts answer, by URL. A delivery that failed is repeated before others that are due, unless `patient` ([U]: the
  // real server waits for seconds before it repeats).
  constructor({ answers = [{}], events = [], children = [], refuse = [], sites = {}, patient = false }) {
    Object.assign(this, { answers: [...answers], events: [...events], children: [...children], refuse, sites, patient });
    this.queue = [];
    this.waiting = [];
    this.kept = [];
    this.log = [];
    this.run = undefined;
    this.seen = { steps: [], plans: [], sleeps: [], calls: [], waits: [], notified: [], started: [], late: [], requests: [], bodies: [] };
    this.end = undefined;
    this.result = undefined;
  }

  // Answer a request, as the global `fetch` does.
  async fetch(url, { method = "GET", headers, body } = {}) {
    const { origin, pathname, search } = new URL(url);
    const own = origin === QSTASH;
    const answer = own ? this.#served(method, pathname + search, new Headers(headers), body) : this.#other(method, url, body);
    await new Promise(setImmediate); // as with any network
    return answer;
  }

  // Queue the POST with which a caller starts a run.
  post(body, headers) {
    this.queue.push({ kind: "start", headers: { "content-type": "application/json", ...headers }, body, retries: 0, attempt: 1 });
  }

  // Return what is delivered next. When nothing else is due, an event arrives, or else a wait runs out.
  next() {
    while (!this.queue.length && this.waiting.length && !this.end) {
      const [event] = this.events.splice(0, 1);
      if (event) this.#notify(event.id, event.data === undefined ? undefined : JSON.stringify(event.data));
      else this.#resume(this.waiting.shift(), { waitTimeout: true });
    }
    return this.queue.shift();
  }

  // Take in how a delivery was answered.
  settle(message, status, headers, body) {
    if (status < 300 || this.end === "completed" || this.end === "cancelled") return;
    const again = headers.get("upstash-nonretryable-error") !== "true";
    if (again && message.attempt <= message.retries) {
      this.queue[this.patient ? "push" : "unshift"]({ ...message, attempt: message.attempt + 1 });
    } else if (message.kind !== "failure") this.#fail(status, body);
  }

  #other(method, url, body) {
    this.seen.requests.push(`${method} ${url}`);
    this.seen.bodies.push(body ?? null);
    const { status = 200, body: answer = { ok: true } } = this.sites[url] ?? {};
    return Response.json(answer, { status });
  }

  #served(method, path, headers, body) {
    if (path.startsWith("/v2/workflows/runs")) return this.#delete(path, body);
    if (path.startsWith("/v2/notify/")) return this.#notifyRequest(path.slice("/v2/notify/".length), body);
    const items = path === "/v2/batch" ? JSON.parse(body) : [{ destination: path, headers: Object.fromEntries(headers), body }];
    if (items.some((item) => this.refuse.includes(nameOf(item)))) return Response.json({ error: "refused" }, { status: 400 });
    for (const item of items) {
      if (item.destination.startsWith("/v2/wait/")) this.#wait(item);
      else this.#take({ ...item, destination: item.destination.replace("/v2/publish/", "") });
    }
    return Response.json(items.map((_, index) => ({ messageId: `message-${index}` })));
  }

  #take({ destination, headers, body }) {
    if (headers["upstash-workflow-invoke"] === "true") this.#invoke(destination, JSON.parse(body).step);
    else if (headers["upstash-workflow-init"] === "true") this.#start(destination, headers, body);
    else if ("upstash-callback" in headers) this.#call(destination, headers, body);
    else this.#record(JSON.parse(body), headers);
  }

  #start(url, headers, body) {
    if (url !== WORKFLOW || this.run) return void this.seen.started.push(url);
    this.run = {
      id: headers["upstash-workflow-runid"],
      initial: body ?? "",
      retries: Number(headers["upstash-retries"] ?? DEFAULT_RETRIES),
      // [U]: what the trigger says of headers holds for every delivery of steps
      forwarded: below(headers, "upstash-forward-"),
      failure: headers["upstash-failure-callback"] && below(headers, "upstash-failure-callback-forward-"),
    };
    this.#deliver();
  }

  #record(step, headers = {}) {
    const { stepId: number, stepName: name, stepType: type, targetStep } = step;
    if (targetStep) this.seen.plans.push(name);
    else this.seen.steps.push({ number, name, type, result: parsed(step.out) });
    const wait = headers["upstash-delay"] ?? headers["upstash-not-before"];
    if (wait !== undefined) this.seen.sleeps.push(wait);
    this.#append(step);
  }

  #append(step) {
    this.log.push(encoded(JSON.stringify(step)));
    if (this.end) this.seen.late.push(step.stepName); // [U]: a step of a run that has ended leads to no delivery
    else this.#deliver();
  }

  #deliver() {
    const log = [encoded(this.run.initial), ...this.log];
    const items = log.map((body, index) => ({ messageId: `m${index}`, callType: "step", body }));
    // A retry sends the same body again ([U]: the log is not read anew).
    this.#send("step", this.run.forwarded, items);
  }

  #send(kind, headers, body) {
    const own = { "upstash-workflow-runid": this.run.id, "upstash-workflow-createdat": "1700000000000" };
    if (kind === "step") own["upstash-workflow-sdk-version"] = "1";
    this.queue.push({ kind, headers: { ...headers, ...own }, body: JSON.stringify(body), retries: this.run.retries, attempt: 1 });
  }

  #call(url, headers, body) {
    const call = { url, method: headers["upstash-method"], headers: below(headers, "upstash-forward-"), body };
    const retries = Number(headers["upstash-retries"] ?? DEFAULT_RETRIES);
    let answer, retried;
    for (retried = 0; retried <= retries; retried++) {
      this.seen.calls.push(call);
      answer = this.answers.length > 1 ? this.answers.shift() : this.answers[0];
      if ((answer.status ?? 200) < 300) break;
    }
    const envelope = {
      status: answer.status ?? 200,
      header: { "Content-Type": [answer.type ?? "application/json"] },
      body: encoded(answer.body ?? "{}"),
      retried: Math.min(retried, retries),
      maxRetries: retries,
      sourceMessageId: "m-call",
      url,
      method: call.method,
      sourceBody: encoded(typeof body === "string" ? body : ""),
    };
    this.#send("callback", below(headers, "upstash-callback-forward-"), envelope);
  }

  #invoke(url, step) {
    this.seen.started.push(url);
    const { body, ...end } = this.children.shift() ?? {};
    this.#record({ ...step, out: JSON.stringify({ body: JSON.stringify(body), isCanceled: false, isFailed: false, ...end }) });
  }

  #wait({ destination, body }) {
    const { step, timeout } = JSON.parse(body);
    const waiter = { id: destination.slice("/v2/wait/".length), step };
    this.seen.waits.push({ id: waiter.id, timeout });
    const early = this.kept.findIndex(({ id }) => id === waiter.id);
    if (early < 0) this.waiting.push(waiter);
    else this.#resume(waiter, this.kept.splice(early, 1)[0]);
  }

  // A notification that names the run is kept for a wait to come, one that does not reaches those who wait now.
  #notifyRequest(path, body) {
    const [run, id] = path.includes("/") ? path.split("/") : [undefined, path];
    const waiters = this.#notify(id, body);
    this.seen.notified.push({ id, waiters });
    if (run && !waiters) this.kept.push({ id, out: encoded(body), waitTimeout: false });
    return Response.json(Array.from({ length: waiters }, (_, index) => ({ messageId: `notified-${index}` })));
  }

  #notify(id, body) {
    const woken = this.waiting.filter((waiter) => waiter.id === id);
    this.waiting = this.waiting.filter((waiter) => waiter.id !== id);
    for (const waiter of woken) this.#resume(waiter, { out: encoded(body), waitTimeout: false });
    return woken.length;
  }

  #resume({ step }, { out, waitTimeout }) {
    const { stepId: number, stepName: name, stepType: type } = step;
    this.seen.steps.push({ number, name, type, result: { waitTimeout } });
    this.#append({ ...step, out, waitTimeout });
  }

  #delete(path, body) {
    if (this.run && path.startsWith(`/v2/workflows/runs/${this.run.id}`)) {
      this.end ??= path.endsWith("cancel=true") ? "cancelled" : "completed";
      this.result = parsed(body);
      this.queue = []; // [U]: what is still due of a run that has ended is dropped
    } else this.seen.requests.push(`DELETE ${path}`);
    return new Response("");
  }

  #fail(status, body) {
    this.end = "failed";
    this.queue = [];
    if (!this.run?.failure) return;
    this.#send("failure", this.run.failure, {
      status,
      header: { "Content-Type": ["application/json"] },
      body: encoded(body),
      url: WORKFLOW,
      sourceBody: encoded(this.run.initial),
      workflowRunId: this.run.id,
      workflowCreatedAt: 1700000000000,
    });
  }
}

// The name of the step that a message to the server submits, if it does.
function nameOf({ headers, body }) {
  const ofCall = headers["upstash-callback-forward-upstash-workflow-stepname"];
  if (ofCall) return ofCall;
  try {
    const { stepName, step } = JSON.parse(body);
    return stepName ?? step?.stepName;
  } catch {
    return undefined;
  }
}
