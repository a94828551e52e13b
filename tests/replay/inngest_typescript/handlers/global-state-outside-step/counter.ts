// The count grows with each request of the process.
import { Inngest } from "inngest";

const inngest = new Inngest({ id: "shop" });

let requests = 0;

export default inngest.createFunction(
  { id: "order", triggers: [{ event: "shop/order.placed" }] },
  async ({ step }) => {
    requests += 1;
    const first = await step.run("note", () => requests);
    await step.sleep("rest", "1h");
    return { first, second: await step.run("confirm", () => requests) };
  },
);
