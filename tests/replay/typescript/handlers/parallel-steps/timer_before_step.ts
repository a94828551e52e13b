// The same with a timer.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  await Promise.all([
    context.run("load-user", () => console.log("load user")),
    new Promise((resolve) => setTimeout(resolve, 1)).then(() =>
      context.run("load-order", () => console.log("load order")),
    ),
  ]);
  await context.run("join", () => console.log("join"));
});
