// A time in a step's name is another one in the replay.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.run(`report-${new Date().toISOString()}`, () => console.log("report"));
  await context.run("mail", () => "mailed");
});
