// A variable that a step assigns is set in the pass that runs the step, and in no other one.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  let price = 0;
  await context.run("quote", () => {
    price = 120;
  });
  return await context.run("charge", () => price);
});
