// A time that only an argument of a step reads is read when the step is submitted.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.sleepUntil("in-a-minute", new Date(Date.now() + 60_000));
  await context.sleepUntil("in-an-hour", Date.now() / 1000 + 3600);
  await context.run("remind", () => "reminded");
});
