// Braces without a return: the result is undefined, and its use fails in the next delivery.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  const user: any = await context.run("create-user", () => {
    ({ id: "u-1" });
  });
  await context.run("welcome", () => `welcome ${user.id}`);
});
