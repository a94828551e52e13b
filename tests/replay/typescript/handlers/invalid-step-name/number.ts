// A number is no name.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve<Record<string, any>>(async (context) => {
  await context.run(context.requestPayload.amount, () => console.log("charge"));
});
