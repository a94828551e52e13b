// The body is a field.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  const { body } = await context.call<{ price: number }>("quote", { url: "https://bank.test/quote" });
  await context.run("charge", () => body.price ?? 0);
});
