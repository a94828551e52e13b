// The run fails although its steps are done.
import { done } from "../../done";

async function load() {
  "use step";
  done("load");
  return 1;
}

export async function handle() {
  "use workflow";
  const count = await load();
  return { again: () => count }; // expect: WF511 error
}
