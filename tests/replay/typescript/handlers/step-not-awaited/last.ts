// The last step is not awaited: the run ends before its result arrives.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve<{ email: string }>(async (context) => {
  await context.run("welcome", () => console.log("welcome"));
  context.run("survey", () => console.log("survey"));
});
