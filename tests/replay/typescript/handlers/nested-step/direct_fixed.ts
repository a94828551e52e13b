// The two steps stand one after the other.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.run("debit", () => console.log("debit"));
  await context.run("credit", () => console.log("credit"));
});
