// `forEach` awaits nothing: the run ends before any item is packed.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve<{ items: string[] }>(async (context) => {
  await context.run("accept", () => console.log("accept"));
  context.requestPayload.items.forEach(async (item) => {
    await context.run(`pack-${item}`, async () => console.log(`pack ${item}`));
  });
});
