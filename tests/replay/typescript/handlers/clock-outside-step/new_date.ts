// The same with `new Date()`, which the second step sees later than the first.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  const now = new Date();

  await context.run("store", () => ({ placedAt: now.toISOString() }));
  await context.run("announce", () => ({ placedAt: now.toISOString() }));
});
