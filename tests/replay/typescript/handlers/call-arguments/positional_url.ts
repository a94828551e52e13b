// The second argument holds the settings, and is no URL.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await (context as any).call("charge", "https://bank.test/charge");
});
