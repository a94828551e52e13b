// Branches that catch all, at the end: the run ends before a step runs.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.run("accept", () => console.log("accept"));
  return await Promise.all([
    context.run("ask-bank", () => console.log("ask bank")).catch(() => null),
    context.run("ask-broker", () => console.log("ask broker")).catch(() => null),
  ]);
});
