// A name that is not set is refused as well, here that of another field.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve<Record<string, string>>(async (context) => {
  await context.run(context.requestPayload.orderNumber, () => console.log("charge"));
});
