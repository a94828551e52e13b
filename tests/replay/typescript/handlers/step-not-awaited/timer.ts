// A timer starts the step when the run has ended.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.run("welcome", () => console.log("welcome"));
  setTimeout(() => context.run("survey", () => console.log("survey")), 1);
});
