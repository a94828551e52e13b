// The file of the workflow is found, that of its step is not.
import { charge } from "./one_line_of_a_step";

export async function orders() {
  "use workflow";
  return charge("1");
}
