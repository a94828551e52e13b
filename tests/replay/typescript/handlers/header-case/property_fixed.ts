// `get` finds them, in any case.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  const token = context.headers.get("Authorization");
  return await context.run("check", () => (token === "Bearer secret" ? "welcome" : "turned away"));
});
