// Nobody misses a sleep that is over, so the clock may guard it.
import { Inngest } from "inngest";

const inngest = new Inngest({ id: "shop" });

export default inngest.createFunction(
  { id: "order", triggers: [{ event: "shop/order.placed" }] },
  async ({ event, step }) => {
    const until = new Date(event.data.until);
    if (until > new Date()) {
      await step.sleepUntil("rest", until);
    }
    await step.run("charge", async () => {
      console.log("charged");
      await new Promise((done) => setTimeout(done, 300));
    });
    await step.sleep("more", "1h");
    return await step.run("ship", () => "shipped");
  },
);
