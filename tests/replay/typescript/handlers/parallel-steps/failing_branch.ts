// A branch that fails is retried alone.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await Promise.all([
    context.run("good", () => console.log("good")),
    context.run("bad", () => {
      console.log("bad");
      throw new Error("no stock");
    }),
  ]);
});
