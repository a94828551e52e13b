// A step is swallowed and another one follows: that one runs twice, first with the fallback.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.run("accept", () => console.log("accept"));
  let price = 0;
  try {
    price = await context.run("quote", () => 120);
  } catch {
    price = 100;
  }
  await context.run("charge", () => console.log(`charge ${price}`));
});
