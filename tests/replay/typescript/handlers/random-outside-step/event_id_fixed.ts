// The id of the run is the same in every pass.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve<{ email: string }>(async (context) => {
  const eventId = `answer-${context.workflowRunId}`;

  await context.run("ask", () => console.log(`ask ${eventId}`));
  const { timeout } = await context.waitForEvent("wait-for-answer", eventId, { timeout: "1d" });
  return timeout ? "no answer" : "answered";
});
