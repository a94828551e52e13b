// A return in `finally` replaces what a step throws: the run ends after the first step.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.run("accept", () => console.log("accept"));
  try {
    await context.run("charge", () => console.log("charge"));
    await context.run("mail", () => console.log("mail"));
  } finally {
    return "done";
  }
});
