// Conditions on the payload and on results of steps.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve<{ amount: number; coupon?: string }>(async (context) => {
  const { amount, coupon } = context.requestPayload;
  const price = coupon ? await context.run("redeem", () => amount - 10) : await context.run("price", () => amount);
  const isLarge = price > 100 && (await context.run("check", () => true));
  switch (isLarge) {
    case true:
      await context.run("approve", () => "approved");
      break;
    default:
      await context.run("charge", () => "charged");
  }
  const note = coupon ?? (await context.run("note", () => "noted"));
  return note;
});
