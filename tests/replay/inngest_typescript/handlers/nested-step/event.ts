// So is an event.
import { Inngest } from "inngest";

const inngest = new Inngest({ id: "shop" });

export default inngest.createFunction(
  { id: "order", triggers: [{ event: "shop/order.placed" }] },
  async ({ event, step }) => {
    return await step.run("transfer", async () => {
      await step.sendEvent("tell", { name: "shop/transferred", data: {} });
      return "transferred";
    });
  },
);
