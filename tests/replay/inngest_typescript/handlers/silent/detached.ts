// The tools need no object around them.
import { Inngest } from "inngest";

const inngest = new Inngest({ id: "shop" });

export default inngest.createFunction(
  { id: "order", triggers: [{ event: "shop/order.placed" }] },
  async ({ event, step }) => {
    const { run } = step;
    const sleep = step.sleep;
    const copy = { ...step };
    const first = await run("first", () => 1);
    await sleep("rest", "1h");
    return first + (await copy.run("second", () => 2));
  },
);
