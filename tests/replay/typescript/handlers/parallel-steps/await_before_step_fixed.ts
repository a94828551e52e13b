// What a branch awaits belongs into its step.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await Promise.all([
    context.run("load-user", () => console.log("load user")),
    context.run("load-order", async () => {
      await fetch("https://shop.test/warm-up");
      console.log("load order");
    }),
  ]);
  await context.run("join", () => console.log("join"));
});
