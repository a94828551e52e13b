// The only step is not awaited: the handler returns first, so that the SDK sees no step.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve<{ email: string }>(async (context) => {
  context.run("welcome", () => console.log("welcome"));
});
