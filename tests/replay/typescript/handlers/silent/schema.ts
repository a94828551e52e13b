// A schema checks the payload before the handler sees it.
import { serve } from "@upstash/workflow/nextjs";
import { z } from "zod";

const Order = z.object({ email: z.string(), items: z.array(z.string()) });

export const { POST } = serve(
  async (context) => {
    const { email, items } = context.requestPayload;
    await context.run("mail", () => `${email}: ${items.length}`);
  },
  { schema: Order },
);
