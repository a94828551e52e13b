import { scoped } from "../lib/scoped";

export const refunds = {
  "refund-order": scoped<{ order: string }>(async (context) => {
    await context.run("refund", () => console.log("refunded", context.requestPayload.order));
  }),
  "list-refunds": scoped<{ orders: string[] }>(async (context, connection) => {
    for (const order of context.requestPayload.orders) {
      await connection.save(order);
    }
  }),
};
