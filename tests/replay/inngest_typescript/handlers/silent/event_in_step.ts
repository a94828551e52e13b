// An event that is sent inside a step is sent once.
import { Inngest } from "inngest";

const inngest = new Inngest({ id: "shop" });

export default inngest.createFunction(
  { id: "order", triggers: [{ event: "shop/order.placed" }] },
  async ({ event, step }) => {
    await step.run("tell", () => inngest.send({ name: "shop/order.seen", data: {} }));
    await step.sleep("rest", "1h");
    return await step.run("ship", () => "shipped");
  },
);
