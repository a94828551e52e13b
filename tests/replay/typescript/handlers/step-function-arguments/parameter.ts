// The SDK hands nothing over: `undefined * 2` is no number, which JSON makes null.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  const double = ((amount: number) => amount * 2) as any;
  return await context.run("double", double);
});
