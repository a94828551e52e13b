// What fails is caught inside the step.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.run("accept", () => console.log("accept"));
  const price = await context.run("quote", () => {
    try {
      return 120;
    } catch {
      return 100;
    }
  });
  await context.run("charge", () => console.log(`charge ${price}`));
});
