// A loop awaits each step.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve<{ items: string[] }>(async (context) => {
  await context.run("accept", () => console.log("accept"));
  for (const item of context.requestPayload.items) {
    await context.run(`pack-${item}`, async () => console.log(`pack ${item}`));
  }
});
