// The step is awaited.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  const user = await context.run("create-user", () => ({ id: "u-1" }));
  await context.run("welcome", () => `welcome ${user.id}`);
  await context.run("finish", () => "done");
});
