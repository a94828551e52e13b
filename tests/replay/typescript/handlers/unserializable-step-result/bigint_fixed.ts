// A text survives.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  const { total } = await context.run("count", () => ({ total: String(9007199254740993n) }));
  await context.run("report", () => BigInt(total).toString());
});
