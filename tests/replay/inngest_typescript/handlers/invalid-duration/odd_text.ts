// Text that the SDK does not read sends an empty duration.
import { Inngest } from "inngest";

const inngest = new Inngest({ id: "shop" });

export default inngest.createFunction(
  { id: "order", triggers: [{ event: "shop/order.placed" }] },
  async ({ event, step }) => {
    await step.sleep("rest", "1 month");
    await step.waitForEvent("paid", { event: "shop/paid", timeout: "soon" });
    return "done";
  },
);
