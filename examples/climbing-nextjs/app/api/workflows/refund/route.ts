// When a course does not take place.

import { serve } from "@upstash/workflow/nextjs";

import { refund, send } from "@/lib/services";

type Refund = { card: string; cents: number; guest: string };

export const { POST } = serve<Refund>(async (context) => {
  const { card, cents, guest } = context.requestPayload;
  try {
    await context.run("refund-card", () => refund(card, cents));
  } catch {
    await context.run("send-voucher", () => send(guest, "voucher"));
  }
});
