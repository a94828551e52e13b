import { serve } from "@upstash/workflow/nextjs";
import { type Order, pay, stamp } from "@/lib/orders";
import { ship } from "@/lib/shipping";

export const { POST } = serve<Order>(async (context) => {
  const order = context.requestPayload;
  const key = stamp(order.id);
  const paid = await context.run("pay", () => pay(order, key));
  await ship(context, paid.id);
});
