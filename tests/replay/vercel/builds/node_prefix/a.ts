import { join } from "node:path";

export async function joins() {
  "use workflow";
  return join("a", "b"); // expect: WF617 error
}
