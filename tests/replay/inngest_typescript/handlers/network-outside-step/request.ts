// The request is sent again when the run goes on after its sleep.
import { Inngest } from "inngest";

const inngest = new Inngest({ id: "shop" });

export default inngest.createFunction(
  { id: "order", triggers: [{ event: "shop/order.placed" }] },
  async ({ event, step }) => {
    await fetch("https://stock.test/reserve", { method: "POST" });
    await step.run("charge", () => "paid");
    await step.sleep("rest", "1h");
    return await step.run("ship", () => "shipped");
  },
);
