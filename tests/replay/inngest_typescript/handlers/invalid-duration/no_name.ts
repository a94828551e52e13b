// A duration alone is taken for the id, and an empty one is sent.
import { Inngest } from "inngest";

const inngest = new Inngest({ id: "shop" });

export default inngest.createFunction(
  { id: "order", triggers: [{ event: "shop/order.placed" }] },
  async ({ event, step }) => {
    await step.sleep("1d");
    return "done";
  },
);
