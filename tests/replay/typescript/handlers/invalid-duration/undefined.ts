// A duration that is not set is not slept.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve<Record<string, any>>(async (context) => {
  await context.sleep("pause", context.requestPayload.pause);
  await context.run("remind", () => console.log("remind"));
});
