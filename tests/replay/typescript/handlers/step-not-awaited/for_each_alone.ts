// `forEach` awaits nothing: the SDK sees no step.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve<{ items: string[] }>(async (context) => {
  context.requestPayload.items.forEach(async (item) => {
    await context.run(`pack-${item}`, () => console.log(`pack ${item}`));
  });
});
