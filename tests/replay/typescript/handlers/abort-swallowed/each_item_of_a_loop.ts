// Each item of a loop is swallowed: all run in one delivery, and no result is kept.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve<{ items: string[] }>(async (context) => {
  const { items } = context.requestPayload;
  await context.run("accept", () => console.log("accept"));
  const packed: string[] = [];
  for (const item of items) {
    try {
      packed.push(await context.run(`pack-${item}`, () => item));
    } catch {
      continue;
    }
  }
  return packed;
});
