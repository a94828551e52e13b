// A cancellation is not awaited: nothing is cancelled.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve<{ amount: number }>(async (context) => {
  const isFraud = await context.run("check", () => context.requestPayload.amount > 100);
  if (isFraud) {
    context.cancel();
  }
  await context.run("charge", () => console.log("charge"));
});
