// Work before the first step that comes to the same in every pass.
import { serve } from "@upstash/workflow/nextjs";
import { createHash } from "node:crypto";
import { z } from "zod";

const Payload = z.object({ orderId: z.string(), items: z.array(z.string()), due: z.string().default("2030-01-01") });
const LIMITS = new Map([["alpha", 3]]);
const config = { retries: 3, ...(process.env.NODE_ENV === "test" ? {} : { region: "eu" }) };

export const { POST } = serve(async (context) => {
  const { orderId, items, due } = Payload.parse(context.requestPayload);
  const key = createHash("sha256").update(orderId).digest("hex").slice(0, 8);
  const deadline = new Date(due);
  const unique = [...new Set(items)].toSorted();
  const total = Math.max(...unique.map((item) => LIMITS.get(item) ?? 1));

  await context.run(`prepare-${key}`, () => ({ unique, total, deadline: deadline.toISOString() }));
  await context.run("store", () => JSON.stringify({ ...config, key }));
});
