// A number counts seconds: milliseconds lie tens of thousands of years ahead.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.sleepUntil("next-minute", Date.now() + 60_000);
  await context.run("remind", () => console.log("remind"));
});
