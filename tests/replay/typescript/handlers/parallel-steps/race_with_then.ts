// All results arrive at once, and a branch that has more to do loses.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  const quote = await Promise.race([
    context.sleep("patience", "1d").then(() => "too late"),
    context.run("ask-bank", () => "a quote"),
  ]);
  return await context.run("report", () => quote);
});
