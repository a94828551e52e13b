// The event has not come in time, and somebody looks.
import { Inngest } from "inngest";

const inngest = new Inngest({ id: "shop" });

export default inngest.createFunction(
  { id: "order", triggers: [{ event: "shop/order.placed" }] },
  async ({ event, step }) => {
    const paid = await step.waitForEvent("paid", { event: "shop/paid", timeout: "1d" });
    return paid === null ? "unpaid" : paid.data.receipt;
  },
);
