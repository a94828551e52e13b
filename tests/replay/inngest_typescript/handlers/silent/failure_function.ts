// What is called when a run has failed may run steps.
import { Inngest } from "inngest";

const inngest = new Inngest({ id: "shop" });

export default inngest.createFunction(
  {
    id: "order",
    triggers: [{ event: "shop/order.placed" }],
    onFailure: async ({ error, step }) => {
      await step.run("tell", () => console.log(error.message));
      await step.sleep("rest", "1h");
      return await step.run("refund", () => "refunded");
    },
  },
  async ({ step }) => {
    await step.run("charge", () => "paid");
    throw new Error("no stock");
  },
);
