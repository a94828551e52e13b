// So does an object that holds itself.
import { Inngest } from "inngest";

const inngest = new Inngest({ id: "shop" });

export default inngest.createFunction(
  { id: "order", triggers: [{ event: "shop/order.placed" }] },
  async ({ event, step }) => {
    const order: Record<string, unknown> = { id: event.data.orderId };
    await step.run("charge", () => console.log("charged"));
    order.self = order;
    return order;
  },
);
