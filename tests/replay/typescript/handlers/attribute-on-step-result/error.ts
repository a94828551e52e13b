// An error that a step returns is none any more.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  const error: unknown = await context.run("try", () => new Error("card declined"));
  return await context.run("report", () => (error instanceof Error ? error.message : "no error"));
});
