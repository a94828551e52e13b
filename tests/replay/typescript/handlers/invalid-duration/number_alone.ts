// A number is no name.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await (context as any).sleep(60);
});
