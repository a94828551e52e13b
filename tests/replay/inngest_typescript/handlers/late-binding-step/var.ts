// Functions in a loop see the last value of a variable that is declared with `var`.
import { Inngest } from "inngest";

const inngest = new Inngest({ id: "shop" });

export default inngest.createFunction(
  { id: "order", triggers: [{ event: "shop/order.placed" }] },
  async ({ event, step }) => {
    const tasks = [];
    for (var item of event.data.items) {
      tasks.push(() => item);
    }
    const packed = [];
    for (const [index, task] of tasks.entries()) {
      packed.push(await step.run(`pack-${index}`, task));
    }
    return packed;
  },
);
