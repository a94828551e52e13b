// A text with the number is one.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve<{ amount: number }>(async (context) => {
  await context.run(String(context.requestPayload.amount), () => console.log("charge"));
});
