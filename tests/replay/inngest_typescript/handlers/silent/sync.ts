// A plain function may return the promise of its step.
import { Inngest } from "inngest";

const inngest = new Inngest({ id: "shop" });

export default inngest.createFunction(
  { id: "order", triggers: [{ event: "shop/order.placed" }] },
  ({ step }) => step.run("charge", () => "paid"),
);
