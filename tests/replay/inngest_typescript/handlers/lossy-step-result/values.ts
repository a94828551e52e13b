// What JSON does not have changes or is left out, and a step does not fail of it.
import { Inngest } from "inngest";

const inngest = new Inngest({ id: "shop" });

export default inngest.createFunction(
  { id: "order", triggers: [{ event: "shop/order.placed" }] },
  async ({ event, step }) => {
    const circle: Record<string, unknown> = { name: "round" };
    circle.self = circle;
    const values = await step.run("values", () => ({
      big: 10n, map: new Map([[1, 2]]), set: new Set([1]), nothing: undefined, none: NaN, work: () => 1, circle,
    }));
    return { ...values, size: values.set.size };
  },
);
