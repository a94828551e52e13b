// `allSettled` at the end: the run ends before a step runs.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.run("accept", () => console.log("accept"));
  await Promise.allSettled([
    context.run("ask-bank", () => console.log("ask bank")),
    context.run("ask-broker", () => console.log("ask broker")),
  ]);
});
