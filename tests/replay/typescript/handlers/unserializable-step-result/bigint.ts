// JSON has no big integers: the step runs, fails when its result is written, and runs again.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await context.run("count", () => {
    console.log("count");
    return { total: 9007199254740993n };
  });
});
