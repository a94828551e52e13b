// Waits for people, and tells others.
import { serve } from "@upstash/workflow/hono";
import { Hono } from "hono";

interface Expense {
  id: string;
  amount: number;
}

const app = new Hono();

app.post(
  "/expenses",
  serve<Expense>(async (context) => {
    const { id, amount } = context.requestPayload;
    await context.run("store-expense", () => ({ id, amount, at: new Date() }));
    if (amount > 1000) {
      const { eventData, timeout } = await context.waitForEvent<{ approved: boolean }>("wait-for-boss", `expense-${id}`, {
        timeout: "3d",
      });
      if (timeout) {
        await context.notify("remind-boss", "reminders", { id });
        return;
      } else if (!eventData.approved) {
        await context.cancel();
      }
    }
    const hook = await context.createWebhook("payment-hook");
    await context.call("pay", { url: "https://bank.test", method: "POST", body: JSON.stringify({ id, hook: hook.webhookUrl }) });
    const paid = await context.waitForWebhook("wait-for-bank", hook, "1h");
    if (!paid.timeout) {
      await context.sleep("cool-down", "10m");
      await context.sleepUntil("wait-for-midnight", new Date("2030-01-01T00:00:00Z"));
    }
  }),
);

export default app;
