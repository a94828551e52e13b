// Nothing starts what nobody awaits once the workflow is at its end.
import { FatalError, sleep } from "workflow";
import { done } from "../../done";

async function send(to: string) {
  "use step";
  done(to);
  return to;
}

async function decline() {
  "use step";
  throw new FatalError("declined");
}

export async function last() {
  "use workflow";
  await send("first");
  void send("last"); // expect: WF302 error
  return "end";
}

export async function only() {
  "use workflow";
  send("only"); // expect: WF302 error
  return "end";
}

export async function each() {
  "use workflow";
  ["a", "b"].forEach(async (to) => { // expect: WF302 error
    await send(to);
  });
  return "end";
}

export async function asleep() {
  "use workflow";
  sleep("1 day"); // expect: WF302 error
  return "end";
}

export async function failing() {
  "use workflow";
  decline(); // expect: WF302 warning
  await send("a");
  await send("b");
  return "end";
}
