// A step starts it once.
import { Client } from "@upstash/workflow";
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  const client = new Client({ token: process.env.QSTASH_TOKEN! });

  await context.run("charge", () => "charged");
  await context.run("ship", () => client.trigger({ url: "https://app.test/api/ship" }));
  await context.run("mail", () => "mailed");
});
