// A step follows `forEach`: the first step of each item runs beside it, the second one is lost.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve<{ items: string[] }>(async (context) => {
  context.requestPayload.items.forEach(async (item) => {
    await context.run(`pack-${item}`, () => console.log(`pack ${item}`));
    await context.run(`ship-${item}`, () => console.log(`ship ${item}`));
  });
  await context.run("mail", () => console.log("mail"));
});
