// The same with an event that is waited for.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.run("ask", async () => {
    return await context.waitForEvent("answer", "answered");
  });
});
