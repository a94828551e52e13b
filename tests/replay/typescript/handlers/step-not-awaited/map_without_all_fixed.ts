// `Promise.all` awaits them.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve<{ items: string[] }>(async (context) => {
  await context.run("accept", () => console.log("accept"));
  await Promise.all(
    context.requestPayload.items.map((item) => context.run(`pack-${item}`, () => console.log(`pack ${item}`))),
  );
});
