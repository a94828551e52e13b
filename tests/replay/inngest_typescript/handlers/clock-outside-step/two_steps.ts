// Two steps of which a sleep stands between use different times.
import { Inngest } from "inngest";

const inngest = new Inngest({ id: "shop" });

export default inngest.createFunction(
  { id: "order", triggers: [{ event: "shop/order.placed" }] },
  async ({ event, step }) => {
    const at = Date.now();
    const first = await step.run("note", () => at);
    await step.sleep("rest", "1h");
    return { first, second: await step.run("confirm", () => at) };
  },
);
