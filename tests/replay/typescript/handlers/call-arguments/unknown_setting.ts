// A setting that the SDK does not know is ignored: the body is empty.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.call("charge", { url: "https://bank.test/charge", method: "POST", json: { amount: 120 } } as any);
});
