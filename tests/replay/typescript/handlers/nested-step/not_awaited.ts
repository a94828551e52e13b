// The inner step is not awaited: it never runs, and nobody notices.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.run("transfer", () => {
    console.log("debit");
    void context.run("credit", () => console.log("credit"));
  });
});
