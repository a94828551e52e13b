// A date comes back as text.
import { Inngest } from "inngest";

const inngest = new Inngest({ id: "shop" });

export default inngest.createFunction(
  { id: "order", triggers: [{ event: "shop/order.placed" }] },
  async ({ event, step }) => {
    const at = await step.run("now", () => new Date(0));
    return at.getTime();
  },
);
