// A step with a random id is done again when the run goes on after its sleep.
import { Inngest } from "inngest";

const inngest = new Inngest({ id: "shop" });

export default inngest.createFunction(
  { id: "order", triggers: [{ event: "shop/order.placed" }] },
  async ({ event, step }) => {
    await step.run(`charge-${Math.random()}`, () => console.log("charged"));
    await step.sleep("rest", "1h");
    return await step.run("ship", () => "shipped");
  },
);
