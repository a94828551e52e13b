// Two steps use the time of the replay that runs them: each sees its own.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve<{ orderId: string }>(async (context) => {
  const placedAt = Date.now();

  await context.run("store", () => ({ placedAt }));
  await context.run("announce", () => ({ placedAt }));
});
