// The first item is taken twice, so that a step packs the second one.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve<{ items: string[] }>(async (context) => {
  const first = context.requestPayload.items.shift();
  return await context.run("pack", () => first);
});
