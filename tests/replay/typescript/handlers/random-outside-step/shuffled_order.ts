// A shuffle orders the steps, and orders them otherwise in the replay.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve<{ items: string[] }>(async (context) => {
  const items = [...context.requestPayload.items].sort(() => Math.random() - 0.5);

  for (const item of items) {
    await context.run(`pack-${item}`, () => item);
  }
});
