// Chance decides which step runs, and decides otherwise in the replay.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  if (Math.random() < 0.5) {
    await context.run("heads", () => "heads");
  } else {
    await context.run("tails", () => "tails");
  }
  await context.run("pay", () => "paid");
});
