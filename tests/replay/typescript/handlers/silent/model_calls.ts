// What a model answers is read by its fields, and looked at before it is used.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve<{ email: string }>(async (context) => {
  const { status, body } = await context.api.openai.call("ask", {
    token: "token",
    operation: "chat.completions.create",
    body: { model: "gpt-4o", messages: [{ role: "user", content: "Hello" }] },
  });
  const answer = status < 300 ? (body.choices?.[0]?.message.content ?? "nothing") : "no answer";
  await context.run("store-answer", () => answer);
});
