// The same after something else has been awaited.
import { Inngest } from "inngest";

const inngest = new Inngest({ id: "shop" });

export default inngest.createFunction(
  { id: "order", triggers: [{ event: "shop/order.placed" }] },
  async ({ event, step }) => {
    return await step.run("transfer", async () => {
      await new Promise((done) => setTimeout(done, 5));
      return await step.run("credit", () => "credited");
    });
  },
);
