"use step";
// All that this file exports is a step.
import { done } from "../../done";

export async function charge(id: string) {
  done(id);
  return id;
}
