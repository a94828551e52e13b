// The id is made in a step.
import { serve } from "@upstash/workflow/nextjs";
import { randomUUID } from "node:crypto";

export const { POST } = serve<{ orderId: string }>(async (context) => {
  const key = await context.run("get-key", () => randomUUID());

  await context.run("charge", () => ({ key }));
  await context.run("receipt", () => ({ key }));
});
