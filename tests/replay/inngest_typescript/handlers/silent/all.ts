// Steps at once, each with another one behind it.
import { Inngest } from "inngest";

const inngest = new Inngest({ id: "shop" });

export default inngest.createFunction(
  { id: "order", triggers: [{ event: "shop/order.placed" }] },
  async ({ event, step }) => {
    const packed = await Promise.all(
      event.data.items.map(async (item) => {
        await step.run(`pack-${item}`, () => console.log(item));
        return step.run(`weigh-${item}`, () => item.length);
      }),
    );
    return await step.run("sum", () => packed.reduce((sum, each) => sum + each, 0));
  },
);
