import { scoped } from "../lib/scoped";

export const placeOrder = scoped<{ order: string }>(async (context, connection) => {
  const { order } = context.requestPayload;
  await context.run("save-order", () => connection.save(order));
  await context.run("confirm-order", () => console.log("confirmed", order));
});
