// What a workflow lacks fails it where it gets there.
import { done } from "../../done";

async function save(what: unknown) {
  "use step";
  done(String(what));
}

export async function fetches() {
  "use workflow";
  await save("before");
  await save(await fetch("http://127.0.0.1:1/")); // expect: WF617 error
}

export async function waits() {
  "use workflow";
  await new Promise((resolve) => setTimeout(resolve, 1)); // expect: WF617 error
  await save("after");
}

export async function repeats() {
  "use workflow";
  setInterval(() => undefined, 1); // expect: WF617 error
  await save("after");
}

export async function encodes() {
  "use workflow";
  await save(Buffer.from("a").toString("base64")); // expect: WF617 error
}

export async function measures() {
  "use workflow";
  await save(performance.now()); // expect: WF617 error
}

export async function aborts() {
  "use workflow";
  await save(new AbortController().signal.aborted); // expect: WF617 error
}

export async function looks() {
  "use workflow";
  await save(process.cwd()); // expect: WF617 error
}
