// The step returns what it finds out.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  const price = await context.run("quote", () => 120);
  return await context.run("charge", () => price);
});
