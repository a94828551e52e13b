// A loop over nothing starts no step.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve<{ items: string[] }>(async (context) => {
  for (const item of context.requestPayload.items) {
    await context.run(`pack-${item}`, () => console.log(`pack ${item}`));
  }
});
