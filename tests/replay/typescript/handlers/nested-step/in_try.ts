// The outer function swallows what the SDK says: the inner step never runs.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.run("transfer", async () => {
    console.log("debit");
    try {
      await context.run("credit", () => console.log("credit"));
    } catch {
      console.log("not credited");
    }
  });
});
