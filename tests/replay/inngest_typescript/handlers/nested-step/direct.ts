// A step inside a step cannot be done before the outer one, which waits for it.
import { Inngest } from "inngest";

const inngest = new Inngest({ id: "shop" });

export default inngest.createFunction(
  { id: "order", triggers: [{ event: "shop/order.placed" }] },
  async ({ event, step }) => {
    return await step.run("transfer", async () => {
      console.log("debit");
      return await step.run("credit", () => "credited");
    });
  },
);
