// The name and the function are swapped.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await (context as any).run(() => 1, "charge");
});
