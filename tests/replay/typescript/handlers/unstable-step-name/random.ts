// A random id in a step's name is another one in the replay.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.run(`charge-${crypto.randomUUID()}`, () => console.log("charge"));
  await context.run("mail", () => "mailed");
});
