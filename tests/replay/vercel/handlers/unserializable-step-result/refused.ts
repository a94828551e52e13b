// What cannot be stored fails its step after its work is done, again with each retry.
import { done } from "../../done";

class Money {
  constructor(readonly cents: number) {}
}

async function asObject() {
  "use step";
  done("object");
  return new Money(10); // expect: WF501 error
}
asObject.maxRetries = 1;

async function withFunction() {
  "use step";
  done("function");
  return { again: () => 1 }; // expect: WF501 error
}
withFunction.maxRetries = 0;

async function withPromise() {
  "use step";
  done("promise");
  return { later: Promise.resolve(1) }; // expect: WF501 error
}
withPromise.maxRetries = 0;

async function asBlob() {
  "use step";
  done("blob");
  return new Blob(["a"]); // expect: WF501 error
}
asBlob.maxRetries = 0;

export async function object() {
  "use workflow";
  await asObject();
}

export async function functions() {
  "use workflow";
  await withFunction();
}

export async function promises() {
  "use workflow";
  await withPromise();
}

export async function blobs() {
  "use workflow";
  await asBlob();
}
