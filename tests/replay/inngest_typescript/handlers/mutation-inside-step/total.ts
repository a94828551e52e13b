// What a step changes is lost when the run goes on after its sleep.
import { Inngest } from "inngest";

const inngest = new Inngest({ id: "shop" });

export default inngest.createFunction(
  { id: "order", triggers: [{ event: "shop/order.placed" }] },
  async ({ event, step }) => {
    let total = 0;
    await step.run("add", () => {
      total += 5;
    });
    await step.sleep("rest", "1h");
    return total;
  },
);
