// Each step is awaited.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve<{ email: string }>(async (context) => {
  await context.run("welcome", () => console.log("welcome"));
  await context.run("survey", () => console.log("survey"));
});
