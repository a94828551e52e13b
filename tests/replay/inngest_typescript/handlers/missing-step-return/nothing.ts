// A step that returns nothing gives null.
import { Inngest } from "inngest";

const inngest = new Inngest({ id: "shop" });

export default inngest.createFunction(
  { id: "order", triggers: [{ event: "shop/order.placed" }] },
  async ({ event, step }) => {
    const receipt = await step.run("charge", () => {
      console.log("charged");
    });
    return receipt.id;
  },
);
