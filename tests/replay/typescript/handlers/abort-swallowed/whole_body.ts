// All steps stand in a `try` that swallows: the SDK sees no step.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  try {
    await context.run("charge", () => console.log("charge"));
    await context.run("mail", () => console.log("mail"));
  } catch (error) {
    return "failed";
  }
});
