// A plain object has.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.call("charge", {
    url: "https://bank.test/charge",
    method: "POST",
    headers: { Authorization: "Bearer secret" },
  });
});
