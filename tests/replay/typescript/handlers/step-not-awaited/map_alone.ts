// The promises of `map` go nowhere, and no other step follows: the SDK sees none.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve<{ items: string[] }>(async (context) => {
  context.requestPayload.items.map((item) => context.run(`pack-${item}`, () => console.log(`pack ${item}`)));
});
