// After an await, and not awaited: both are submitted, the inner step in place of the outer one.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.run("transfer", async () => {
    await fetch("https://bank.test/debit", { method: "POST" });
    void context.run("credit", () => "credited");
    await fetch("https://bank.test/log", { method: "POST" });
    return "transferred";
  });
});
