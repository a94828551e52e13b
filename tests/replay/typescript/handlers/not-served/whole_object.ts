// `serve` gives an object with the handler in it: what is exported is no function.
import { serve } from "@upstash/workflow/nextjs";

export const POST = serve(async (context) => {
  await context.run("charge", () => console.log("charge"));
});
