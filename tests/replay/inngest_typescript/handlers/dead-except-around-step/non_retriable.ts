// It is no `NonRetriableError`, either.
import { Inngest, NonRetriableError } from "inngest";

const inngest = new Inngest({ id: "shop" });

export default inngest.createFunction(
  { id: "order", triggers: [{ event: "shop/order.placed" }] },
  async ({ event, step }) => {
    try {
      await step.run("charge", () => {
        throw new NonRetriableError("no funds");
      });
    } catch (error) {
      console.log(error instanceof NonRetriableError);
      if (error instanceof NonRetriableError) {
        await step.run("cancel", () => console.log("cancelled"));
      }
    }
    return "done";
  },
);
