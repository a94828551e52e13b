// Chance is asked in a step.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  const heads = await context.run("toss", () => Math.random() < 0.5);

  if (heads) {
    await context.run("heads", () => "heads");
  } else {
    await context.run("tails", () => "tails");
  }
  await context.run("pay", () => "paid");
});
