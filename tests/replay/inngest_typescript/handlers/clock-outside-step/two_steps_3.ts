// Two steps use different times.
import { Inngest } from "inngest";

const inngest = new Inngest({ id: "shop" });

export default inngest.createFunction(
  { id: "order" },
  { event: "shop/order.placed" },
  async ({ event, step }) => {
    const at = Date.now();
    const first = await step.run("note", () => at);
    return { first, second: await step.run("confirm", () => at) };
  },
);
