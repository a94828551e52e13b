// A copy is changed.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve<{ amount: number }>(async (context) => {
  const amount = context.requestPayload.amount + 1;
  return await context.run("charge", () => amount);
});
