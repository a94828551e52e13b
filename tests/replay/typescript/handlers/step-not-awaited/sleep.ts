// A sleep is not awaited: the next step does not wait for it.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.run("welcome", () => console.log("welcome"));
  context.sleep("a-week", "7d");
  await context.run("tips", () => console.log("tips"));
  await context.run("survey", () => console.log("survey"));
});
