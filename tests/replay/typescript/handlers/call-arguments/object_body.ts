// The body of a call is text: an object goes out as it is, and a server that refuses it leaves the run hanging.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.call("charge", {
    url: "https://bank.test/charge",
    method: "POST",
    body: { amount: 120 } as any,
  });
  await context.run("mail", () => console.log("mail"));
});
