// A timeout around a step fires while it works: the step goes on, and runs again in the next attempt.
import { serve } from "@upstash/workflow/nextjs";

function withTimeout<T>(work: Promise<T>, ms: number): Promise<T> {
  const timeout = new Promise<never>((_, reject) => setTimeout(() => reject(new Error("timed out")), ms));
  return Promise.race([work, timeout]);
}

export const { POST } = serve(async (context) => {
  await context.run("accept", () => "accepted");
  await withTimeout(
    context.run("charge", async () => {
      console.log("charge");
      await new Promise((resolve) => setTimeout(resolve, 2000));
    }),
    10,
  );
});
