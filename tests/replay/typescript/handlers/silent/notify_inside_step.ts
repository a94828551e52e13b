// A client may tell of an event in a step; a step of the context does the same.
import { Client } from "@upstash/workflow";
import { serve } from "@upstash/workflow/nextjs";

const client = new Client({ token: "token" });

export const { POST } = serve<{ orderId: string }>(async (context) => {
  await context.run("tell", async () => {
    await client.notify({ eventId: "paid", eventData: { ok: true } });
  });
  await context.notify("tell-again", "paid", { ok: true });
});
