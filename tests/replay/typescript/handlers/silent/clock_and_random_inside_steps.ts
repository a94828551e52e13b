// Steps may read clocks and make ids.
import { serve } from "@upstash/workflow/nextjs";
import { randomUUID } from "node:crypto";

export const { POST } = serve(async (context) => {
  const order = await context.run("create", () => ({ id: randomUUID(), at: Date.now(), draw: Math.random() }));
  await context.run("store", () => order);
  await context.run("mail", () => order);
});
