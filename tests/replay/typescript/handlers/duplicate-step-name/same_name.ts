// Two steps bear one name: each gets its own result, since the SDK goes by their order.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  const first = await context.run("notify", () => "customer");
  const second = await context.run("notify", () => "seller");
  return [first, second];
});
