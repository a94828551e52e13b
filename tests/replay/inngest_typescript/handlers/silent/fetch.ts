// A request of the server is a step, and has a response.
import { Inngest } from "inngest";

const inngest = new Inngest({ id: "shop" });

export default inngest.createFunction(
  { id: "order", triggers: [{ event: "shop/order.placed" }] },
  async ({ event, step }) => {
    const answer = await step.fetch("https://stock.test/level");
    const level = await answer.text();
    await step.sleep("rest", "1h");
    return level;
  },
);
