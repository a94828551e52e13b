// A step at the end is swallowed: the run ends with it, and what follows in the `try` never runs.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.run("charge", () => console.log("charge"));
  try {
    await context.run("ship", () => console.log("ship"));
    await context.run("mail", () => console.log("mail"));
  } catch {
    console.log("failed");
  }
});
