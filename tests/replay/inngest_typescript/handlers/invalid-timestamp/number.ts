// A number is not a point in time.
import { Inngest } from "inngest";

const inngest = new Inngest({ id: "shop" });

export default inngest.createFunction(
  { id: "order", triggers: [{ event: "shop/order.placed" }] },
  async ({ event, step }) => {
    await step.sleepUntil("rest", 1893456000000);
    return "done";
  },
);
