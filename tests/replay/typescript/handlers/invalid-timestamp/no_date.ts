// A text that is no date becomes no number; a server that refuses it leaves the run hanging.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.sleepUntil("next-day", "tomorrow");
  await context.run("remind", () => console.log("remind"));
});
