// What waits fails in a step, which is tried again.
import { createHook, createWebhook, sleep } from "workflow";
import { done } from "../../done";

async function sleeps() {
  "use step";
  done("sleeps");
  await sleep("1s"); // expect: WF301 error
}
sleeps.maxRetries = 1;

async function hooks() {
  "use step";
  done("hooks");
  return createHook({ token: "a" }).token; // expect: WF301 error
}
hooks.maxRetries = 0;

async function webhooks() {
  "use step";
  done("webhooks");
  return createWebhook().url; // expect: WF301 error
}
webhooks.maxRetries = 0;

export async function asleep() {
  "use workflow";
  await sleeps();
}

export async function hooked() {
  "use workflow";
  await hooks();
}

export async function webhooked() {
  "use workflow";
  await webhooks();
}
