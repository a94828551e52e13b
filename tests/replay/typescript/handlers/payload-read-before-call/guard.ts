// A guard turns the answer away.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve<{ email: string }>(async (context) => {
  if (!context.requestPayload.email) return;

  await context.call("charge", { url: "https://bank.test/charge", method: "POST" });
  await context.run("mail", () => "mailed");
});
