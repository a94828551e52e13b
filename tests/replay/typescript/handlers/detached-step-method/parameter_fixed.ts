// The context stays whole.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.run("charge", () => console.log("charge"));
});
