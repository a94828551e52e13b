// Two steps use a random id that is made anew in every pass.
import { serve } from "@upstash/workflow/nextjs";
import { randomUUID } from "node:crypto";

export const { POST } = serve<{ orderId: string }>(async (context) => {
  const key = randomUUID();

  await context.run("charge", () => ({ key }));
  await context.run("receipt", () => ({ key }));
});
