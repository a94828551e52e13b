// Two steps use different ids.
import { Inngest } from "inngest";

const inngest = new Inngest({ id: "shop" });

export default inngest.createFunction(
  { id: "order", triggers: [{ event: "shop/order.placed" }] },
  async ({ event, step }) => {
    const id = crypto.randomUUID();
    const first = await step.run("note", () => id);
    await step.sleep("rest", "1h");
    return { first, second: await step.run("confirm", () => id) };
  },
);
