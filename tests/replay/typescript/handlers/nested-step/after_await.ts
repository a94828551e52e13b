// After an await the SDK takes the inner step for one that follows: it is recorded, the outer one never is.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.run("transfer", async () => {
    const response = await fetch("https://bank.test/debit", { method: "POST" });
    await context.run("credit", () => console.log("credit"));
    return response.ok;
  });
});
