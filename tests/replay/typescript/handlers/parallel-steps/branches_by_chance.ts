// The number of branches changes between two deliveries.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  const copies = Math.random() < 0.5 ? 2 : 3;
  await Promise.all(Array.from({ length: copies }, (_, copy) => context.run(`print-${copy}`, () => copy)));
});
