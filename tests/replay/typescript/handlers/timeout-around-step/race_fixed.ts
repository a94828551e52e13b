// The timeout stands inside the step.
import { serve } from "@upstash/workflow/nextjs";

function withTimeout<T>(work: Promise<T>, ms: number): Promise<T> {
  const timeout = new Promise<never>((_, reject) => setTimeout(() => reject(new Error("timed out")), ms));
  timeout.catch(() => undefined);
  return Promise.race([work, timeout]);
}

export const { POST } = serve(async (context) => {
  await context.run("accept", () => "accepted");
  await context.run("charge", () => withTimeout(Promise.resolve("charged"), 10));
});
