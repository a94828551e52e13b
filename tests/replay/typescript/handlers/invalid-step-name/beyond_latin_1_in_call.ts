// The name of a call goes into a header, which has no room for characters beyond Latin-1.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.call("charge ✓", { url: "https://bank.test/charge", method: "POST" });
});
