// The response that a handler returns is not what its caller sees.
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  if (context.headers.get("authorization") !== "Bearer secret") {
    return new Response("Unauthorized", { status: 401 });
  }
  await context.run("charge", () => console.log("charge"));
});
