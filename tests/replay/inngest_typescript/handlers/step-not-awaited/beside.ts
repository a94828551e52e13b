// A step that nobody awaits is done beside the next one; its failure is a rejection that nobody handles.
import { Inngest } from "inngest";

const inngest = new Inngest({ id: "shop" });

export default inngest.createFunction(
  { id: "order", triggers: [{ event: "shop/order.placed" }] },
  async ({ event, step }) => {
    step.run("tell", () => {
      throw new Error("no line");
    });
    await step.run("charge", () => console.log("charged"));
    await step.run("ship", () => console.log("shipped"));
    return "done";
  },
);
