// A step without a name is refused.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.run("", () => console.log("charge"));
});
