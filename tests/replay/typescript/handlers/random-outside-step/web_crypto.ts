// The same with the global of Web Crypto.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  const key = crypto.randomUUID();

  await context.run("charge", () => ({ key }));
  await context.run("receipt", () => ({ key }));
});
