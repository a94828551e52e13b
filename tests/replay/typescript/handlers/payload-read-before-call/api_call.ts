// A call to a model is a call as well.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve<{ user: { id: string } }>(async (context) => {
  const userId = context.requestPayload.user.id;

  await context.api.openai.call("ask", {
    token: "token",
    operation: "chat.completions.create",
    body: { model: "gpt-4o", messages: [{ role: "user", content: userId }] },
  });
});
