// Headers are no plain object: a property of that name is undefined, and everybody is turned away.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  const token = (context.headers as any).authorization;
  return await context.run("check", () => (token === "Bearer secret" ? "welcome" : "turned away"));
});
