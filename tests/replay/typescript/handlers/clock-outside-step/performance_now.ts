// The same with the clock of the process.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  const started = performance.now();

  await context.run("store", () => ({ started }));
  await context.run("announce", () => ({ started }));
});
