// The condition decides in a step that is awaited, and nothing is to be cancelled.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve<{ amount: number }>(async (context) => {
  const isFraud = await context.run("check", () => context.requestPayload.amount > 1000);
  if (isFraud) {
    await context.cancel();
  }
  await context.run("charge", () => console.log("charge"));
});
