// The event that is waited for is not the one that the customer was told.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve<{ email: string }>(async (context) => {
  const eventId = crypto.randomUUID();

  await context.run("ask", () => console.log(`ask ${eventId}`));
  const { timeout } = await context.waitForEvent("wait-for-answer", eventId, { timeout: "1d" });
  return timeout ? "no answer" : "answered";
});
