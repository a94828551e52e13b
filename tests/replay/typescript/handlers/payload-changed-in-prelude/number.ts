// Both passes of a delivery share the payload: what changes it before the first step changes it twice.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve<{ amount: number }>(async (context) => {
  const payload = context.requestPayload;
  payload.amount += 1;
  return await context.run("charge", () => payload.amount);
});
