// Closures over a `var` see its last value when they run later.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  const steps: (() => number)[] = [];
  for (var number = 0; number < 3; number++) {
    steps.push(() => number);
  }
  return await Promise.all(steps.map((step, index) => context.run(`step-${index}`, step)));
});
