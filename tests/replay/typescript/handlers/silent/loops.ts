// Loops over what is the same in every pass.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve<{ items: string[] }>(async (context) => {
  const { items } = context.requestPayload;
  const results: string[] = [];
  for (const [index, item] of items.entries()) {
    results.push(await context.run(`pack-${index}`, () => item));
  }
  for (const key of Object.keys({ first: 1, second: 2 })) {
    results.push(await context.run(`note-${key}`, () => key));
  }
  let attempts = 0;
  let done = false;
  while (!done) {
    attempts += 1;
    const round = attempts;
    done = await context.run(`poll-${round}`, () => round >= 2);
    await context.sleep(`pause-${round}`, 5);
  }
  return results;
});
