// Nor does `Promise.all` of nothing.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve<{ items: string[] }>(async (context) => {
  await Promise.all(
    context.requestPayload.items.map((item) => context.run(`pack-${item}`, () => console.log(`pack ${item}`))),
  );
});
