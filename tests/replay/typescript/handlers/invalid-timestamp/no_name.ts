// The only argument is the name.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await (context as any).sleepUntil("2030-01-01");
});
