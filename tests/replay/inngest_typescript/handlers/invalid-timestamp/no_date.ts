// Text that is no date is none, either.
import { Inngest } from "inngest";

const inngest = new Inngest({ id: "shop" });

export default inngest.createFunction(
  { id: "order", triggers: [{ event: "shop/order.placed" }] },
  async ({ event, step }) => {
    await step.sleepUntil("rest", "tomorrow");
    return "done";
  },
);
