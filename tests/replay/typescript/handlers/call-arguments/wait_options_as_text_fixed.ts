// The timeout is one of the options.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.waitForEvent("wait", "approval-o-17", { timeout: "2h" });
});
