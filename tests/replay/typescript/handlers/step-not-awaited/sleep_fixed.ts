// The sleep is awaited.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.run("welcome", () => console.log("welcome"));
  await context.sleep("a-week", "7d");
  await context.run("tips", () => console.log("tips"));
  await context.run("survey", () => console.log("survey"));
});
