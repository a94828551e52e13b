import { serve } from "@upstash/workflow/nextjs";

type Order = { id: string; email: string };

function charge(order: Order): string {
  return `receipt for ${order.id}`;
}

export const { POST } = serve<Order>(async (context) => {
  const order = context.requestPayload;

  const receipt = await context.run("charge", () => charge(order));
  const paidAt = await context.run("paid at", () => new Date().toISOString());
  await context.sleep("cool down", "10m");

  await context.run("send the receipt", () => {
    console.log(order.email, receipt, paidAt);
  });
});
