// A sleep is left to the server.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.sleep("pause", 1);
  await context.run("charge", () => "charged");
  await context.run("mail", () => "mailed");
});
