// The same with an earlier result that a later step changes.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  const order = await context.run("load", () => ({ status: "open" }));
  await context.run("close", () => {
    order.status = "closed";
  });
  return await context.run("report", () => order.status);
});
