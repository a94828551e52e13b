// A step is started inside another one before any await: the SDK notices and the run fails.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.run("transfer", async () => {
    console.log("debit");
    await context.run("credit", () => console.log("credit"));
  });
});
