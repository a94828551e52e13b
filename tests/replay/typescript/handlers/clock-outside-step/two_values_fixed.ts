// The time is read in a step.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve<{ orderId: string }>(async (context) => {
  const placedAt = await context.run("get-now", () => Date.now());

  await context.run("store", () => ({ placedAt }));
  await context.run("announce", () => ({ placedAt }));
});
