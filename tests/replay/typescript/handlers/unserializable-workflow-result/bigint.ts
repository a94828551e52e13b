// What the handler returns is sent as JSON when the run ends: it fails although all steps are done.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  const total = await context.run("count", () => "9007199254740993");
  return BigInt(total);
});
