// A step whose arguments cannot be stored is never started.
import { done } from "../../done";

class Money {
  constructor(readonly cents: number) {}
}

async function charge(what: unknown) {
  "use step";
  done(String(what));
}

export async function callback() {
  "use workflow";
  await charge(() => 1); // expect: WF506 error
}

export async function object() {
  "use workflow";
  await charge(new Money(10)); // expect: WF506 error
}
