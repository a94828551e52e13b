// A handler without a step is refused.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async () => {
  console.log("charge");
});
