// A list is none any more.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve<{ items: string[] }>(async (context) => {
  const names = context.requestPayload.items.map((item) => item.toUpperCase());

  await context.call("charge", { url: "https://bank.test/charge", method: "POST" });
  await context.run("mail", () => names);
});
