// A BigInt in the result fails the function after its steps.
import { Inngest } from "inngest";

const inngest = new Inngest({ id: "shop" });

export default inngest.createFunction(
  { id: "order", triggers: [{ event: "shop/order.placed" }] },
  async ({ event, step }) => {
    await step.run("charge", () => console.log("charged"));
    return { cents: 10n };
  },
);
