// The same with a variable for the method.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  const step = context.run;
  await step("charge", () => console.log("charge"));
});
