// A counter advances with every pass, two of which are one delivery.
import { serve } from "@upstash/workflow/nextjs";

let orders = 0;

export const { POST } = serve(async (context) => {
  orders += 1;
  const number = orders;

  await context.run("store", () => ({ number }));
  await context.run("announce", () => ({ number }));
});
