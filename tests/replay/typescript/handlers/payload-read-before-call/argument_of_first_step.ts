// The arguments of the first step are read in that replay, too.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve<{ user: { id: string } }>(async (context) => {
  await context.call("charge", { url: `https://bank.test/${context.requestPayload.user.id}`, method: "POST" });
  await context.run("mail", () => "mailed");
});
