// A schema turns the answer away as well.
import { serve } from "@upstash/workflow/nextjs";
import { z } from "zod";

const Order = z.object({ email: z.string() });

export const { POST } = serve(async (context) => {
  const { email } = Order.parse(context.requestPayload);

  await context.call("charge", { url: "https://bank.test/charge", method: "POST" });
  await context.run("mail", () => `mail ${email}`);
});
