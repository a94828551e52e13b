// A caller who posts has the schema applied twice: what the first time makes, the second time refuses.
import { serve } from "@upstash/workflow/nextjs";
import { z } from "zod";

export const { POST } = serve(
  async (context) => {
    const { amount } = context.requestPayload;
    return await context.run("charge", () => amount);
  },
  { schema: z.object({ amount: z.string().transform(Number) }) },
);
