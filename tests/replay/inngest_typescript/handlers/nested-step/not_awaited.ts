// A step inside a step that nobody waits for is never done.
import { Inngest } from "inngest";

const inngest = new Inngest({ id: "shop" });

export default inngest.createFunction(
  { id: "order", triggers: [{ event: "shop/order.placed" }] },
  async ({ event, step }) => {
    return await step.run("transfer", async () => {
      step.run("credit", () => console.log("credited"));
      return "transferred";
    });
  },
);
