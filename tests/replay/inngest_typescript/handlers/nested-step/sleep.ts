// So is a sleep.
import { Inngest } from "inngest";

const inngest = new Inngest({ id: "shop" });

export default inngest.createFunction(
  { id: "order", triggers: [{ event: "shop/order.placed" }] },
  async ({ event, step }) => {
    return await step.run("transfer", async () => {
      await step.sleep("rest", "1h");
      return "transferred";
    });
  },
);
