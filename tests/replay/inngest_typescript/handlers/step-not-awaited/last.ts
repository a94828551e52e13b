// The last step is never done.
import { Inngest } from "inngest";

const inngest = new Inngest({ id: "shop" });

export default inngest.createFunction(
  { id: "order", triggers: [{ event: "shop/order.placed" }] },
  async ({ event, step }) => {
    await step.run("charge", () => console.log("charged"));
    step.run("ship", () => console.log("shipped"));
    return "done";
  },
);
