// A date says what it is.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.sleepUntil("next-minute", new Date(Date.now() + 60_000));
  await context.run("remind", () => console.log("remind"));
});
