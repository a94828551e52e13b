// An error before the first step answers a caller with 500, and keeps the failure function from running.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve<{ coupon?: string }>(
  async (context) => {
    if (!context.requestPayload.coupon) {
      throw new Error("no coupon");
    }
    await context.run("redeem", () => "redeemed");
  },
  { failureFunction: async () => console.log("told") },
);
