// The steps of a loop bear one name: each gets its own result, since the SDK goes by their order.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve<{ items: string[] }>(async (context) => {
  const packed: string[] = [];
  for (const item of context.requestPayload.items) {
    packed.push(await context.run("pack", () => item.toUpperCase()));
  }
  return packed;
});
