// What the SDK has for others than workflows.
import { getStepMetadata, getWritable } from "workflow";
import { start } from "workflow/api";
import { done } from "../../done";

async function save(what: unknown) {
  "use step";
  done(String(what));
}

export async function child() {
  "use workflow";
  await save("child");
}

export async function starts() {
  "use workflow";
  await start(child, []); // expect: WF617 error
}

export async function counts() {
  "use workflow";
  await save(getStepMetadata().attempt); // expect: WF617 error
}

export async function writes() {
  "use workflow";
  getWritable<string>().getWriter(); // expect: WF617 error
  await save("after");
}
