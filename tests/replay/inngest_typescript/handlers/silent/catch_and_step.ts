// A failure that is caught is a legal way to go on.
import { Inngest } from "inngest";

const inngest = new Inngest({ id: "shop" });

export default inngest.createFunction(
  { id: "order", triggers: [{ event: "shop/order.placed" }] },
  async ({ event, step }) => {
    try {
      await step.run("charge", () => {
        throw new Error("no funds");
      });
    } catch (error) {
      await step.run("cancel", () => console.log("cancelled"));
    }
    return "done";
  },
);
