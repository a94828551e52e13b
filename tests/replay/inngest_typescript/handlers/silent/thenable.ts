// What can be awaited is awaited, whatever it is.
import { Inngest } from "inngest";

const inngest = new Inngest({ id: "shop" });

export default inngest.createFunction(
  { id: "order", triggers: [{ event: "shop/order.placed" }] },
  async ({ event, step }) => {
    const query = {
      then(resolve: (value: number) => void) {
        console.log("asked");
        resolve(7);
      },
    };
    return await step.run("ask", () => query);
  },
);
