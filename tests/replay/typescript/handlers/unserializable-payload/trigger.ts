// A run cannot be started with what JSON rejects.
import { Client } from "@upstash/workflow";
import { serve } from "@upstash/workflow/nextjs";

const client = new Client({ token: "token" });

export const { POST } = serve(async (context) => {
  await context.run("ship", () => client.trigger({ url: "https://app.test/api/ship", body: { weight: 5n } }));
});
