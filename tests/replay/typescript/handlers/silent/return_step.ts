// What is returned is awaited by the SDK.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.run("charge", () => "charged");
  return context.run("mail", () => "mailed");
});
