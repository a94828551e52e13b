// The same with a property of the context.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context: any) => {
  await context.run("load", () => {
    context.user = { id: "u-1" };
  });
  return await context.run("use", () => context.user?.id ?? "nobody");
});
