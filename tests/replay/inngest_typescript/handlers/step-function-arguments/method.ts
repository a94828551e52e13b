// A method that is handed over has lost its object.
import { Inngest } from "inngest";

const inngest = new Inngest({ id: "shop" });

export default inngest.createFunction(
  { id: "order", triggers: [{ event: "shop/order.placed" }] },
  async ({ event, step }) => {
    class Shop {
      rate = 3;
      price() {
        return this.rate * 4;
      }
    }
    const shop = new Shop();
    return await step.run("price", shop.price);
  },
);
