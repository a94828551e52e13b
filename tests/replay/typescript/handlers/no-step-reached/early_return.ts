// A handler that returns before its first step is refused, here for a payload that nobody sends.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve<{ coupon?: string }>(async (context) => {
  if (!context.requestPayload.coupon) return;
  await context.run("redeem", () => console.log("redeem"));
});
