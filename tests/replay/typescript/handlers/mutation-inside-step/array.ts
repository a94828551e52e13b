// The same with an array that a step fills.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve<{ items: string[] }>(async (context) => {
  const packed: string[] = [];
  for (const item of context.requestPayload.items) {
    await context.run(`pack-${item}`, () => {
      packed.push(item);
    });
  }
  return packed;
});
