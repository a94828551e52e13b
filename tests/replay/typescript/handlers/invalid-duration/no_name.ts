// The only argument is the name: the run does not sleep.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await (context as any).sleep("7d");
  await context.run("remind", () => console.log("remind"));
});
