// Latin-1 passes.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.call("gebühr", { url: "https://bank.test/charge", method: "POST" });
});
