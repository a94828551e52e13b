// Steps side by side, a race that is one, a time limit, and promises that are awaited later.
import { sleep } from "workflow";
import { done } from "../../done";

async function charge(id: string) {
  "use step";
  done(id);
  return id;
}

export async function raced() {
  "use workflow";
  return Promise.race([sleep("1 day").then(() => "late"), charge("a")]);
}

export async function all() {
  "use workflow";
  return Promise.all(["a", "b", "c"].map((id) => charge(id)));
}

export async function later() {
  "use workflow";
  const first = charge("a");
  const second = await charge("b");
  return [await first, second];
}

export async function returned() {
  "use workflow";
  return charge("a");
}

export async function none() {
  "use workflow";
  return "no step";
}
