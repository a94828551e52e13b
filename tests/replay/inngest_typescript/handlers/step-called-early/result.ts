// What is called early runs on every request, and the step fails.
import { Inngest } from "inngest";

const inngest = new Inngest({ id: "shop" });

export default inngest.createFunction(
  { id: "order", triggers: [{ event: "shop/order.placed" }] },
  async ({ event, step }) => {
    const charge = () => {
      console.log("charged");
      return "receipt";
    };
    return await step.run("charge", charge());
  },
);
