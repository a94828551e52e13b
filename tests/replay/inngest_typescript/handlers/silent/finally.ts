// A `finally` around steps runs once, at the end.
import { Inngest } from "inngest";

const inngest = new Inngest({ id: "shop" });

export default inngest.createFunction(
  { id: "order", triggers: [{ event: "shop/order.placed" }] },
  async ({ event, step }) => {
    try {
      await step.run("charge", () => "paid");
      await step.sleep("rest", "1h");
    } finally {
      await step.run("clean", () => console.log("cleaned"));
    }
    return "done";
  },
);
