// Nor is null.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.sleep("pause", null as any);
});
