// A step follows the one that is not awaited: both run side by side, and the result is a promise.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  const user: any = context.run("create-user", () => ({ id: "u-1" }));
  await context.run("welcome", () => `welcome ${user.id}`);
  await context.run("finish", () => "done");
});
