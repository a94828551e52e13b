// The number of rounds shrinks between two passes: the run ends early, and counts as completed.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  const rounds = Math.ceil(Math.random() * 3);

  for (let round = 0; round < rounds; round++) {
    await context.run(`round-${round}`, () => round);
  }
});
