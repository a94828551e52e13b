// With a name it does.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.sleep("wait-a-week", "7d");
  await context.run("remind", () => console.log("remind"));
});
