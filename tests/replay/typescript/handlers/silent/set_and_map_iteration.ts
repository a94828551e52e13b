// Sets and maps keep the order in which they were filled.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve<{ items: string[] }>(async (context) => {
  const { items } = context.requestPayload;
  for (const item of new Set(items)) {
    await context.run(`pack-${item}`, () => item);
  }
  for (const [item, index] of new Map(items.map((item, index) => [item, index]))) {
    await context.run(`ship-${item}`, () => index);
  }
  for (const item of [...items].sort((left, right) => right.localeCompare(left))) {
    await context.run(`mail-${item}`, () => item);
  }
});
