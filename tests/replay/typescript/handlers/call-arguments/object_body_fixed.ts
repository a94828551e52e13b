// JSON is text.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.call("charge", {
    url: "https://bank.test/charge",
    method: "POST",
    body: JSON.stringify({ amount: 120 }),
  });
  await context.run("mail", () => console.log("mail"));
});
