// The function returns what is used.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  const user = await context.run("create-user", () => {
    return { id: "u-1" };
  });
  await context.run("welcome", () => `welcome ${user.id}`);
});
