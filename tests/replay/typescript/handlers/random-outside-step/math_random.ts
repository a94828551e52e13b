// The same with `Math.random()`.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  const sample = Math.random();

  await context.run("first", () => ({ sample }));
  await context.run("second", () => ({ sample }));
});
