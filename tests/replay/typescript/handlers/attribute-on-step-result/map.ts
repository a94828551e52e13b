// A map is an empty object after the step.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  const prices = await context.run("load", () => new Map([["alpha", 1]]));
  await context.run("charge", () => prices.get("alpha"));
});
