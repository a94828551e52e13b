// A step's failure may be caught, steps may follow, and cleanup is done once.
import { FatalError } from "workflow";
import { done } from "../../done";

async function charge(id: string) {
  "use step";
  done(id);
  if (id === "no") throw new FatalError("no");
  return id;
}

export async function caught() {
  "use workflow";
  try {
    await charge("no");
  } catch (error) {
    if (FatalError.is(error)) await charge("instead");
  } finally {
    await charge("cleanup");
  }
  return charge("end");
}
