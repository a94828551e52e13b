// The function closes over its arguments.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve<{ amount: number }>(async (context) => {
  const { amount } = context.requestPayload;
  return await context.run("double", () => amount * 2);
});
