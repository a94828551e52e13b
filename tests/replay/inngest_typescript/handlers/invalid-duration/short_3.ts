// A number counts milliseconds, and less than a second sends an empty duration.
import { Inngest } from "inngest";

const inngest = new Inngest({ id: "shop" });

export default inngest.createFunction(
  { id: "order" },
  { event: "shop/order.placed" },
  async ({ event, step }) => {
    await step.sleep("rest", 30);
    return "done";
  },
);
