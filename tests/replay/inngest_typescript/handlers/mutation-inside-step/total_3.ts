// What a step changes is lost.
import { Inngest } from "inngest";

const inngest = new Inngest({ id: "shop" });

export default inngest.createFunction(
  { id: "order" },
  { event: "shop/order.placed" },
  async ({ event, step }) => {
    let total = 0;
    await step.run("add", () => {
      total += 5;
    });
    return total;
  },
);
