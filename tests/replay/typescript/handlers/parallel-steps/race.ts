// A race waits for all, and the first that is listed wins: it is no timeout.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  const quote = await Promise.race([context.sleep("patience", "1d"), context.run("ask-bank", () => "a quote")]);
  return await context.run("report", () => quote ?? "too late");
});
