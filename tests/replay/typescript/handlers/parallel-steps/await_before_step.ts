// One branch awaits something else before its first step: the steps are no group, and one of them runs twice.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await Promise.all([
    context.run("load-user", () => console.log("load user")),
    (async () => {
      await fetch("https://shop.test/warm-up");
      await context.run("load-order", () => console.log("load order"));
    })(),
  ]);
  await context.run("join", () => console.log("join"));
});
