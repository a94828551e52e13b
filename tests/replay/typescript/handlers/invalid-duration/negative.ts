// A negative number is sent as it is.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.sleep("pause", -1);
  await context.run("remind", () => console.log("remind"));
});
