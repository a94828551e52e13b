// The answer to a call replays the handler with the answer as payload: a nested read fails, and it never arrives.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve<{ user: { id: string } }>(async (context) => {
  const userId = context.requestPayload.user.id;

  await context.call("charge", { url: `https://bank.test/${userId}`, method: "POST" });
  await context.run("mail", () => `mail ${userId}`);
});
