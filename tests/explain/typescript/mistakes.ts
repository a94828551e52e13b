// What replay changes, repeats and loses.
import { serve } from "@upstash/workflow/nextjs";
import { nanoid } from "nanoid";
import { audit } from "./elsewhere";

let runs = 0;

export const { POST } = serve<{ users: string[] }>(async (context) => {
  runs += 1;
  const startedAt = new Date();
  const id = nanoid();
  const response = await fetch("https://flags.test");
  const flags = await response.json();
  let last = "";
  await context.run("create", () => {
    last = id;
    return new Map([[id, startedAt]]);
  });
  if (flags.beta && Math.random() > 0.5) {
    await context.run("beta", async () => {
      await context.run("inside", () => 1);
    });
  }
  context.requestPayload.users.forEach(async (user) => {
    await context.run(`greet-${user}`, () => `hello ${user} from ${last}`);
  });
  await audit(context);
  await new Promise((resolve) => setTimeout(resolve, 500));
  context.run("forgotten", () => startedAt.getTime());
});
