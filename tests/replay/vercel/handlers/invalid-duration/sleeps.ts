// Durations that `sleep` refuses.
import { sleep } from "workflow";

export async function text() {
  "use workflow";
  await sleep("soon" as any); // expect: WF601 warning
}

export async function negative() {
  "use workflow";
  await sleep(-5); // expect: WF601 error
}

export async function nothing() {
  "use workflow";
  await sleep(undefined as any); // expect: WF601 error
}
