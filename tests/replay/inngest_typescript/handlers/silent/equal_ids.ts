// Steps of one id are told apart by their number.
import { Inngest } from "inngest";

const inngest = new Inngest({ id: "shop" });

export default inngest.createFunction(
  { id: "order", triggers: [{ event: "shop/order.placed" }] },
  async ({ event, step }) => {
    const packed: string[] = [];
    for (const item of event.data.items) packed.push(await step.run("pack", () => item));
    await step.sleep("rest", "1h");
    packed.push(await step.run({ id: "pack", name: "Pack the rest" }, () => "rest"));
    return packed;
  },
);
