// A request that fails does not throw: its body is taken for an answer.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  const { body } = await context.call("quote", { url: "https://bank.test/quote" });
  return await context.run("report", () => body);
});
