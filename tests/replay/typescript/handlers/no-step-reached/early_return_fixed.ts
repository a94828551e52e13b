// What there is nothing to do for is found out in a step.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve<{ coupon?: string }>(async (context) => {
  const coupon = await context.run("get-coupon", () => context.requestPayload.coupon ?? null);
  if (!coupon) return;
  await context.run("redeem", () => console.log("redeem"));
});
