// The only step is never done.
import { Inngest } from "inngest";

const inngest = new Inngest({ id: "shop" });

export default inngest.createFunction(
  { id: "order", triggers: [{ event: "shop/order.placed" }] },
  async ({ event, step }) => {
    step.sendEvent("tell", { name: "shop/order.seen", data: {} });
    return "done";
  },
);
