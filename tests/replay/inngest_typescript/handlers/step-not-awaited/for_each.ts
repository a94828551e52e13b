// No step of them is ever done.
import { Inngest } from "inngest";

const inngest = new Inngest({ id: "shop" });

export default inngest.createFunction(
  { id: "order", triggers: [{ event: "shop/order.placed" }] },
  async ({ event, step }) => {
    event.data.items.forEach(async (item) => {
      await step.run(`pack-${item}`, () => console.log(item));
    });
    return "done";
  },
);
