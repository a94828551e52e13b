import { Inngest } from "inngest";

const inngest = new Inngest({ id: "shop" });

type Order = { id: string; email: string };

function charge(order: Order): string {
  return `receipt for ${order.id}`;
}

export const pay = inngest.createFunction(
  { id: "pay", triggers: [{ event: "shop/order.placed" }] },
  async ({ event, step }) => {
    const order: Order = event.data;

    const receipt = await step.run("charge", () => charge(order));
    const paidAt = await step.run("paid at", () => new Date().toISOString());
    await step.sleep("cool down", "10m");

    await step.run("send the receipt", () => {
      console.log(order.email, receipt, paidAt);
    });
  },
);
