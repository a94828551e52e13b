// The third argument of an event holds options: a text is ignored, and the default counts.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.waitForEvent("wait", "approval-o-17", "2h" as any);
});
