// A race, and steps of which one fails.
import { Inngest } from "inngest";

const inngest = new Inngest({ id: "shop" });

export default inngest.createFunction(
  { id: "order", triggers: [{ event: "shop/order.placed" }] },
  async ({ event, step }) => {
    const first = await Promise.race([step.run("fast", () => "fast"), step.run("slow", () => "slow")]);
    const all = await Promise.allSettled([
      step.run("fine", () => 1),
      step.run("broken", () => {
        throw new Error("no line");
      }),
    ]);
    return { first, all: all.map(({ status }) => status) };
  },
);
