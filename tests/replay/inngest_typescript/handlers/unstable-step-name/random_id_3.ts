// A step with a random id is done on every request, and the run never ends.
import { Inngest } from "inngest";

const inngest = new Inngest({ id: "shop" });

export default inngest.createFunction(
  { id: "order" },
  { event: "shop/order.placed" },
  async ({ event, step }) => {
    await step.run(`charge-${Math.random()}`, () => console.log("charged"));
    return await step.run("ship", () => "shipped");
  },
);
