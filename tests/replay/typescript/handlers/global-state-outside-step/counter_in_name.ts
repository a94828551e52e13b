// The counter is part of a step's name, which the replay therefore does not find.
import { serve } from "@upstash/workflow/nextjs";

let orders = 0;

export const { POST } = serve(async (context) => {
  orders += 1;

  await context.run(`store-${orders}`, () => "stored");
  await context.run("announce", () => "announced");
});
