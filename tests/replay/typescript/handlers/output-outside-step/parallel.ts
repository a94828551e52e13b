// The same around steps side by side, each of which takes two deliveries.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve<{ items: string[] }>(async (context) => {
  console.log("before");
  await Promise.all([context.run("charge", () => console.log("in a step")), context.run("mail", () => "mailed")]);
  console.log("after");
});
