// The body of a generator never runs, and the run completes.
import { Inngest } from "inngest";

const inngest = new Inngest({ id: "shop" });

export default inngest.createFunction(
  { id: "order", triggers: [{ event: "shop/order.placed" }] },
  async function* ({ step }) {
    console.log("charging");
    yield step.run("charge", () => "paid");
  },
);
