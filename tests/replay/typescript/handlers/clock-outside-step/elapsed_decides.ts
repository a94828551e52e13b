// The latency of a delivery decides which step runs: a time is compared with a step's result.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  const started = await context.run("start", () => Date.now());

  if (Date.now() - started > 40) {
    await context.run("apologize", () => "late");
  } else {
    await context.run("thank", () => "in time");
  }
});
