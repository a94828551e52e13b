// The attempt is another one in the request that goes on behind the step.
import { Inngest } from "inngest";

const inngest = new Inngest({ id: "shop" });

export default inngest.createFunction(
  { id: "order", triggers: [{ event: "shop/order.placed" }] },
  async ({ step, attempt }) => {
    await step.run("charge", () => {
      console.log(`attempt ${attempt}`);
      if (attempt === 0) throw new Error("no line");
    });
    if (attempt > 0) {
      await step.run("apologize", () => console.log("apologized"));
    }
    return attempt;
  },
);
