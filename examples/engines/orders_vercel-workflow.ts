import { FatalError, sleep } from "workflow";

type Order = { id: string; email: string };

async function charge(order: Order): Promise<string> {
  "use step";
  if (!order.email) throw new FatalError("nobody to send the receipt to");
  return `receipt for ${order.id}`;
}

async function send(email: string, receipt: string, paidAt: Date): Promise<void> {
  "use step";
  console.log(email, receipt, paidAt.toISOString());
}

export async function pay(order: Order) {
  "use workflow";
  const receipt = await charge(order);
  const paidAt = new Date();
  await sleep("10m");
  await send(order.email, receipt, paidAt);
}
