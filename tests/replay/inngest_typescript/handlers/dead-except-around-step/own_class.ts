// A failed step is no `Declined`, although one was thrown; its name is all that is left.
import { Inngest } from "inngest";

const inngest = new Inngest({ id: "shop" });

class Declined extends Error {
  name = "Declined";
}

export default inngest.createFunction(
  { id: "order", triggers: [{ event: "shop/order.placed" }] },
  async ({ event, step }) => {
    try {
      await step.run("charge", () => {
        throw new Declined("no funds");
      });
    } catch (error) {
      console.log(error.name, error instanceof Declined, error instanceof Error);
      if (error instanceof Declined) {
        await step.run("cancel", () => console.log("cancelled"));
      }
    }
    return "done";
  },
);
