// A timer that wins lets the handler go on while the step is still at work.
import { serve } from "@upstash/workflow/nextjs";

const after = <T>(ms: number, value: T) => new Promise<T>((resolve) => setTimeout(() => resolve(value), ms));

export const { POST } = serve(async (context) => {
  await context.run("accept", () => "accepted");
  const winner = await Promise.race([
    context.run("charge", () => {
      console.log("charge");
      return after(2000, "charged");
    }),
    after(10, "too late"),
  ]);
  await context.run("report", () => winner);
});
