// The same for an async function.
import { Inngest } from "inngest";

const inngest = new Inngest({ id: "shop" });

export default inngest.createFunction(
  { id: "order", triggers: [{ event: "shop/order.placed" }] },
  async ({ event, step }) => {
    const charge = async () => {
      console.log("charged");
      return "receipt";
    };
    return await step.run("charge", charge());
  },
);
