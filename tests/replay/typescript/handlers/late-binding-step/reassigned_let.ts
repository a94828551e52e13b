// A `let` outside the loop is one variable as well.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve<{ items: string[] }>(async (context) => {
  let current = "";
  const steps: Promise<string>[] = [];
  for (const item of context.requestPayload.items) {
    current = item;
    steps.push(context.run(`pack-${item}`, () => current));
  }
  return await Promise.all(steps);
});
