// The same with `.catch`.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.run("accept", () => console.log("accept"));
  const price = await context.run("quote", () => 120).catch(() => 100);
  await context.run("charge", () => console.log(`charge ${price}`));
});
