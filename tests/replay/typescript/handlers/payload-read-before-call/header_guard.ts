// The headers of the start are not those of the answer to a call: a guard turns it away.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  if (context.headers.get("authorization") !== "Bearer secret") return;

  await context.call("charge", { url: "https://bank.test/charge", method: "POST" });
  await context.run("mail", () => "mailed");
});
