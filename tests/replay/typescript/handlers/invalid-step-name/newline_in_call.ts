// A header has no room for a line break either.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.call("charge\ncustomer", { url: "https://bank.test/charge", method: "POST" });
});
