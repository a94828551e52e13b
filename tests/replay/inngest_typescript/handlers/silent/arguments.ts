// A step hands its further arguments on.
import { Inngest } from "inngest";

const inngest = new Inngest({ id: "shop" });

export default inngest.createFunction(
  { id: "order", triggers: [{ event: "shop/order.placed" }] },
  async ({ event, step }) => {
    const add = (a: number, b: number) => a + b;
    return (await step.run("add", add, 2, 3)) + (await step.ai.wrap("more", add, 4, 5));
  },
);
