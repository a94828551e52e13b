// Groups one after the other.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve<{ items: string[] }>(async (context) => {
  const { items } = context.requestPayload;
  for (let start = 0; start < items.length; start += 2) {
    const chunk = items.slice(start, start + 2);
    await Promise.all(chunk.map((item) => context.run(`pack-${item}`, () => item)));
  }
});
