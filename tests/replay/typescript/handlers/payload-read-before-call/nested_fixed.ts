// A step reads it.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve<{ user: { id: string } }>(async (context) => {
  const payload = await context.run("get-payload", () => context.requestPayload);
  const userId = payload.user.id;

  await context.call("charge", { url: `https://bank.test/${userId}`, method: "POST" });
  await context.run("mail", () => `mail ${userId}`);
});
