// The same after a step: every delivery on the way is answered with an error.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.run("accept", () => console.log("accept"));
  await Promise.any([
    context.run("ask-bank", () => console.log("ask bank")),
    context.run("ask-broker", () => console.log("ask broker")),
  ]);
});
