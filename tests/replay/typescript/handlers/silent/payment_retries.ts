// A failed payment is tried again after a day, in steps of its own.
import { serve } from "@upstash/workflow/nextjs";

type Invoice = { id: string; total: number };

async function charge(attempt: number): Promise<Invoice | null> {
  return attempt < 1 ? null : { id: `invoice-${attempt}`, total: 120 };
}

export const { POST } = serve<{ email: string }>(async (context) => {
  const { email } = context.requestPayload;

  for (let attempt = 0; attempt < 3; attempt++) {
    const invoice = await context.run(`charge-${attempt}`, async () => {
      try {
        return await charge(attempt);
      } catch (error) {
        console.error(error);
        return null;
      }
    });
    if (!invoice) {
      await context.sleep(`wait-for-retry-${attempt}`, "1d");
      continue;
    }
    const { id, total } = invoice;
    await context.run("send-invoice", () => `${email}: ${id}, ${total.toFixed(2)}`);
    return id;
  }
  await context.run("suspend", () => email);
});
