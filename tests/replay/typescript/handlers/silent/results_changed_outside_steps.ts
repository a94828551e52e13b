// What replayed code does with results of steps is done again, and comes to the same.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  const order: { status: string; lines: string[] } = await context.run("load", () => ({ status: "open", lines: [] }));
  order.lines.push("alpha");
  order.status = "closed";
  await context.run("store", () => order);
  return order;
});
