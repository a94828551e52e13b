// The number of the attempt is part of a name: the next delivery is a first attempt again.
import { serve } from "@upstash/workflow/nextjs";

let attempts = 0;

export const { POST } = serve(async (context) => {
  await context.run(`charge-${context.retried}`, () => {
    attempts += 1;
    if (attempts === 1) throw new Error("busy");
    console.log("charge");
  });
  await context.run("mail", () => console.log("mail"));
});
