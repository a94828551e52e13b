// A call without a URL fails when it is submitted.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.call("charge", { method: "POST" } as any);
});
