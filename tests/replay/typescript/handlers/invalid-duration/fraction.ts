// A fraction of a second is rounded.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.sleep("pause", 1.5);
  await context.sleep("short-pause", 0.4);
  await context.run("remind", () => console.log("remind"));
});
